using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Blobs;

namespace Asan.Runtime.Host.Tests.Blobs;

public sealed class BlobTemplateTests
{
    [Theory]
    [InlineData("in/{name}", "a.txt", "name=a.txt")]
    [InlineData("in/{name}", "a/b/c.txt", "name=a/b/c.txt")]
    [InlineData("in/{name}.{ext}", "a.b.txt", "name=a.b ext=txt")]
    [InlineData("in/{folder}/{name}.{ext}", "2026/11/scan.final.pdf", "folder=2026/11 name=scan.final ext=pdf")]
    [InlineData("in/{folder}/{name}.{ext}", "scan.pdf", null)]
    [InlineData("in/{name}.pdf", "scan.PDF", null)]
    [InlineData("in/original-{name}", "original-x", "name=x")]
    [InlineData("in/original-{name}", "x", null)]
    [InlineData("in/{p1}-p2/{{2026}}/{d}", "one-p2/{2026}/x/y", "p1=one d=x/y")]
    [InlineData("in/{batch}/_COMPLETE", "2026-11/_COMPLETE", "batch=2026-11")]
    [InlineData("in/{batch}/_COMPLETE", "2026-11/patients.csv", null)]
    [InlineData("in/{name}", "2026-11/_COMPLETE", null)]
    [InlineData("in", "a/b", "")]
    [InlineData("in/a.b", "a.b", "")]
    [InlineData("in/a.b", "axb", null)]
    [InlineData("in/{name}", "a\nb", "name=a\nb")]
    [InlineData("in/{name}", "a.tmp", null)]
    [InlineData("in/{name}", "a.csv.part", null)]
    [InlineData("in/{name}.tmp", "a.tmp", "name=a")]
    [InlineData("in/{name}", ".a", null)]
    [InlineData("in/{name}", "a/.git/config", null)]
    public void A_pattern_takes_a_name_apart_as_the_official_one_does(string path, string name, string? parts)
    {
        var matched = new BlobPattern(BlobPath.Parse(path)).Match(Of(name), writesAreAtomic: false);

        Assert.Equal(parts, matched is null ? null : string.Join(' ', matched.Select(part => $"{part.Key}={part.Value}")));
    }

    [Fact]
    public void A_name_of_a_store_that_shows_only_whole_blobs_may_end_as_it_likes() =>
        Assert.NotNull(new BlobPattern(BlobPath.Parse("in/{name}")).Match(Of("a.tmp"), writesAreAtomic: true));

    [Theory]
    [InlineData("/{name}", "names no container")]
    [InlineData("in/{name", "opens a brace and does not close it")]
    [InlineData("in/name}", "closes a brace that nobody opened")]
    [InlineData("in/{}", "has a token without a name")]
    [InlineData("in/{a}{b}", "has two tokens with nothing between them")]
    [InlineData("in/{a}/{A}", "has the token {a} twice")]
    [InlineData("in/{a.b}", "has the token {a.b}, which can be no parameter's name")]
    [InlineData("{in}/{name}", "has a token in its container: a trigger watches one")]
    public void A_path_that_no_trigger_can_have_is_refused_with_the_reason(string path, string reason) =>
        Assert.Equal(reason, Assert.Throws<FormatException>(() => new BlobPattern(BlobPath.Parse(path))).Message);

    [Fact]
    public void A_hostile_name_is_taken_apart_in_no_time()
    {
        var pattern = new BlobPattern(BlobPath.Parse("in/{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}.pdf"));

        Assert.Null(pattern.Match(Of(new string('-', 1024)), writesAreAtomic: true));
    }

    [Fact]
    public void A_path_is_put_together_of_what_the_trigger_knows()
    {
        var path = BlobPath.Parse("out/{folder}/{NAME}.{{x}}.txt").Name!;

        Assert.Equal("2026/scan.{x}.txt", path.Resolve(new Dictionary<string, object?> { ["folder"] = "2026", ["name"] = "scan" }, TimeProvider.System));
        Assert.Throws<InvalidOperationException>(() => path.Resolve(new Dictionary<string, object?> { ["folder"] = "2026" }, TimeProvider.System));
    }

    [Fact]
    public void A_path_may_have_a_new_id_and_the_time()
    {
        var name = BlobPath.Parse("out/{rand-guid}/{datetime:yyyy}/{rand-guid:N}").Name!.Resolve(new Dictionary<string, object?>(), TimeProvider.System).Split('/');

        Assert.True(Guid.TryParseExact(name[0], "D", out _));
        Assert.Equal(4, name[1].Length);
        Assert.True(Guid.TryParseExact(name[2], "N", out _));
    }

    static Blob Of(string name) => new(name, 1, DateTimeOffset.UnixEpoch, "1");
}
