using System.Security.Cryptography;
using System.Text;

namespace Asan.Runtime.Blobs.Tests;

/// <summary>What both stores promise. Each is held to it by a class that opens its containers.</summary>
public abstract class ContainerContract : IAsyncLifetime
{
    IBlobContainer container = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => container = (await OpenStoreAsync()).Container($"c{Guid.NewGuid():N}");

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract Task<IBlobStore> OpenStoreAsync();

    [Fact]
    public async Task What_is_put_reads_back_as_it_was()
    {
        var put = await PutAsync("a/b.txt", "hello");

        Assert.Equal("hello", await TextAsync("a/b.txt"));
        var found = await container.FindAsync("a/b.txt", Ct);
        Assert.Equal(put, found);
        Assert.Equal(("a/b.txt", 5), (found!.Name, found.Length));
        Assert.InRange(found.ModifiedAt, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((4 << 20) - 1)]
    [InlineData(4 << 20)]
    [InlineData((9 << 20) + 7)]
    public async Task Content_of_any_size_reads_back_whole(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var put = await container.PutAsync("big", new OneWayStream(content), BlobCondition.None, Ct);

        Assert.Equal(size, put!.Length);
        Assert.Equal(content, await BytesAsync("big"));
    }

    [Fact]
    public async Task A_stream_seeks_anywhere_and_ends_where_the_blob_ends()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        await container.PutAsync("range", new MemoryStream(content), BlobCondition.None, Ct);
        await using var stream = (await container.OpenAsync("range", null, Ct))!;

        Assert.Equal(content.Length, stream.Length);
        foreach (var at in (int[])[90_000, 10, 50_000, 99_999, 0])
        {
            stream.Seek(at, SeekOrigin.Begin);
            var some = new byte[Math.Min(1_000, content.Length - at)];
            await stream.ReadExactlyAsync(some, Ct);
            Assert.Equal(content[at..(at + some.Length)], some);
            Assert.Equal(at + some.Length, stream.Position);
        }

        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Ct));
    }

    [Fact]
    public async Task A_name_nobody_wrote_is_not_there()
    {
        Assert.Null(await container.FindAsync("none", Ct));
        Assert.Null(await container.OpenAsync("none", null, Ct));
        Assert.False(await container.DeleteAsync("none", null, Ct));
        Assert.Empty(await ListAsync(""));
        await Assert.ThrowsAsync<FileNotFoundException>(() => container.CopyAsync("none", "x", BlobCondition.None, Ct));
        await Assert.ThrowsAsync<FileNotFoundException>(() => container.MoveAsync("none", "x", BlobCondition.None, Ct));
    }

    [Fact]
    public async Task A_listing_tells_each_blob_below_the_prefix_once_as_it_stands()
    {
        string[] names = ["a", "docs/1.txt", "docs/2.txt", "docs/deep/er/3.txt", "docs2", "문서/가 나&<다>.txt", "sp ace+%41?.txt", "e\u0301.txt", "\U0001F600.txt"];
        foreach (var name in names)
            await PutAsync(name, name);

        var all = await ListAsync("");
        Assert.Equal(names.Order(StringComparer.Ordinal), all.Select(blob => blob.Name).Order(StringComparer.Ordinal));
        foreach (var blob in all)
            Assert.Equal(blob, await container.FindAsync(blob.Name, Ct));

        Assert.Equal(["docs/1.txt", "docs/2.txt", "docs/deep/er/3.txt"], await NamesAsync("docs/"));
        Assert.Equal(["docs/1.txt", "docs/2.txt", "docs/deep/er/3.txt", "docs2"], await NamesAsync("do"));
        Assert.Equal(["docs/deep/er/3.txt"], await NamesAsync("docs/deep/er/3"));
        Assert.Empty(await NamesAsync("../"));
        Assert.Empty(await NamesAsync("docs/../"));
    }

    [Fact]
    public async Task A_listing_goes_on_over_all_its_pages()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_050), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (i, ct) =>
            await container.PutAsync($"many/{i:d5}", Stream.Null, BlobCondition.None, ct));

        Assert.Equal(Enumerable.Range(0, 1_050).Select(i => $"many/{i:d5}"), await NamesAsync("many/"));
    }

    [Fact]
    public async Task Every_write_is_another_version_even_of_the_same_content()
    {
        var first = await PutAsync("same", "content");
        var second = await PutAsync("same", "content");

        Assert.NotEqual(first!.ETag, second!.ETag);
        Assert.NotEqual(await container.IdentifyAsync(first, Ct) ?? "gone", await container.IdentifyAsync(second, Ct));
    }

    [Fact]
    public async Task A_version_that_is_no_longer_there_is_not_opened()
    {
        var first = await PutAsync("doc", "one");
        var second = await PutAsync("doc", "two!");

        Assert.Null(await container.OpenAsync("doc", first!.ETag, Ct));
        await using var stream = await container.OpenAsync("doc", second!.ETag, Ct);
        Assert.NotNull(stream);
    }

    [Fact]
    public async Task A_write_of_what_must_be_absent_leaves_what_is_there()
    {
        Assert.NotNull(await PutAsync("once", "mine", BlobCondition.IfAbsent));
        Assert.Null(await PutAsync("once", "theirs", BlobCondition.IfAbsent));

        Assert.Equal("mine", await TextAsync("once"));
    }

    [Fact]
    public async Task Of_many_that_write_what_must_be_absent_one_does()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => PutAsync("race", $"{i}", BlobCondition.IfAbsent)));

        var winner = Assert.Single(written, blob => blob is not null);
        Assert.Equal(winner, await container.FindAsync("race", Ct));
    }

    [Fact]
    public async Task A_write_over_another_version_than_was_read_changes_nothing()
    {
        var first = await PutAsync("doc", "one");
        var second = await PutAsync("doc", "two", BlobCondition.IfMatch(first!.ETag));

        Assert.NotNull(second);
        Assert.Null(await PutAsync("doc", "lost", BlobCondition.IfMatch(first.ETag)));
        Assert.Null(await PutAsync("absent", "x", BlobCondition.IfMatch(first.ETag)));
        Assert.Equal("two", await TextAsync("doc"));
    }

    [Fact]
    public async Task Counting_under_conditions_loses_no_count()
    {
        await PutAsync("count", "0");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CountAsync(5)));

        Assert.Equal("40", await TextAsync("count"));

        async Task CountAsync(int times)
        {
            for (var counted = 0; counted < times;)
            {
                var blob = (await container.FindAsync("count", Ct))!;
                if (await container.OpenAsync("count", blob.ETag, Ct) is not { } stream)
                    continue;
                await using (stream)
                {
                    var number = int.Parse(await new StreamReader(stream).ReadToEndAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
                    if (await PutAsync("count", $"{number + 1}", BlobCondition.IfMatch(blob.ETag)) is not null)
                        counted++;
                }
            }
        }
    }

    [Fact]
    public async Task A_removal_takes_the_version_it_names_alone()
    {
        var first = await PutAsync("doc", "one");
        var second = await PutAsync("doc", "two!");

        Assert.False(await container.DeleteAsync("doc", first!.ETag, Ct));
        Assert.True(await container.DeleteAsync("doc", second!.ETag, Ct));
        Assert.Null(await container.FindAsync("doc", Ct));
    }

    [Fact]
    public async Task A_copy_leaves_the_blob_and_a_move_does_not()
    {
        await PutAsync("from/doc", "text");

        Assert.Equal(4, (await container.CopyAsync("from/doc", "copy/doc", BlobCondition.IfAbsent, Ct))!.Length);
        Assert.Null(await container.CopyAsync("from/doc", "copy/doc", BlobCondition.IfAbsent, Ct));
        Assert.NotNull(await container.MoveAsync("from/doc", "to/doc", BlobCondition.None, Ct));

        Assert.Equal(["copy/doc", "to/doc"], await NamesAsync(""));
        Assert.Equal("text", await TextAsync("to/doc"));
        Assert.Null(await container.MoveAsync("to/doc", "copy/doc", BlobCondition.IfAbsent, Ct));
        Assert.Equal("text", await TextAsync("to/doc"));
    }

    [Fact]
    public async Task Nobody_sees_half_of_a_write()
    {
        var content = RandomNumberGenerator.GetBytes(6 << 20);
        var gate = new TaskCompletionSource();
        var put = container.PutAsync("slow", new OneWayStream(content, stopAt: 5 << 20, gate.Task), BlobCondition.None, Ct);

        Assert.Null(await container.FindAsync("slow", Ct));
        Assert.Empty(await ListAsync(""));
        gate.SetResult();
        await put;
        Assert.Equal(content, await BytesAsync("slow"));
    }

    [Fact]
    public async Task A_write_that_breaks_off_leaves_nothing()
    {
        var broken = new OneWayStream(new byte[5 << 20], stopAt: 4 << 20, Task.FromException(new InvalidDataException("broken")));

        await Assert.ThrowsAsync<InvalidDataException>(() => container.PutAsync("broken", broken, BlobCondition.None, Ct));
        Assert.Empty(await ListAsync(""));
        Assert.Null(await container.FindAsync("broken", Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("a/..")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("a\\..\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("\uD800")]
    [InlineData(".hidden")]
    [InlineData("a/.git/config")]
    public async Task A_name_that_could_lead_out_is_refused_by_every_operation(string name)
    {
        await PutAsync("ok", "x");
        await RefusedAsync(() => container.FindAsync(name, Ct));
        await RefusedAsync(() => container.OpenAsync(name, null, Ct));
        await RefusedAsync(() => container.PutAsync(name, Stream.Null, BlobCondition.None, Ct));
        await RefusedAsync(() => container.DeleteAsync(name, null, Ct));
        await RefusedAsync(() => container.CopyAsync("ok", name, BlobCondition.None, Ct));
        await RefusedAsync(() => container.CopyAsync(name, "ok", BlobCondition.None, Ct));
        await RefusedAsync(() => container.MoveAsync("ok", name, BlobCondition.None, Ct));
        await RefusedAsync(() => container.MoveAsync(name, "ok", BlobCondition.None, Ct));
        Assert.Equal(["ok"], await NamesAsync(""));
    }

    [Fact]
    public Task A_name_without_end_is_refused() => RefusedAsync(() => container.FindAsync(new string('a', 2_000), Ct));

    [Fact]
    public Task A_segment_that_no_folder_can_hold_is_refused() => RefusedAsync(() => container.FindAsync($"a/{new string('가', 100)}", Ct));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("UPPER")]
    [InlineData("ab")]
    [InlineData("-abc")]
    [InlineData("a--b")]
    [InlineData("abc\n")]
    public async Task A_name_that_no_container_can_have_is_refused(string name)
    {
        var store = await OpenStoreAsync();
        Assert.Throws<BlobRefusedException>(() => store.Container(name));
    }

    [Fact]
    public async Task The_address_holds_the_name_and_no_key()
    {
        var address = container.AddressOf("a b/c?.txt");

        Assert.EndsWith("/a%20b/c%3F.txt", address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Empty(address.Query);
        await Task.CompletedTask;
    }

    protected async Task<Blob?> PutAsync(string name, string text, BlobCondition? condition = null) =>
        await container.PutAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(text)), condition ?? BlobCondition.None, Ct);

    async Task<byte[]> BytesAsync(string name)
    {
        await using var stream = (await container.OpenAsync(name, null, Ct))!;
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }

    async Task<string> TextAsync(string name) => Encoding.UTF8.GetString(await BytesAsync(name));

    async Task<List<Blob>> ListAsync(string prefix)
    {
        var blobs = new List<Blob>();
        await foreach (var blob in container.ListAsync(prefix, Ct))
            blobs.Add(blob);
        return blobs;
    }

    async Task<string[]> NamesAsync(string prefix) => [.. (await ListAsync(prefix)).Select(blob => blob.Name).Order(StringComparer.Ordinal)];

    static async Task RefusedAsync(Func<Task> attempt) => Assert.NotEmpty((await Assert.ThrowsAsync<BlobRefusedException>(attempt)).Message);
}
