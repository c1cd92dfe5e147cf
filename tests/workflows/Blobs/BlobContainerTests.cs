using Asan.Workflows.Blobs;

namespace Asan.Tests.Blobs;

public sealed class BlobContainerTests : IDisposable
{
    readonly string root = Directory.CreateTempSubdirectory("asan-test-").FullName;
    readonly string folder;
    readonly BlobContainer container;

    public BlobContainerTests()
    {
        folder = Directory.CreateDirectory(Path.Combine(root, "sources")).FullName;
        container = new("sources", folder);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("hospital")]
    [InlineData("hospital/2026-01")]
    [InlineData("hospital/2026-01/")]
    [InlineData("병원/가")]
    [InlineData("a..b/c...d")]
    public void A_name_inside_lies_inside(string name)
    {
        var location = container.Locate(name);

        Assert.Null(location.Refusal);
        Assert.Equal(Path.Combine(folder, name.TrimEnd('/')), location.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../sources")]
    [InlineData("hospital/../../etc")]
    [InlineData("hospital/..")]
    [InlineData("./hospital")]
    [InlineData("hospital//x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("file:///etc")]
    [InlineData("a\\..\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void A_name_that_could_lead_out_is_refused_with_a_reason(string name)
    {
        var location = container.Locate(name);

        Assert.Null(location.Path);
        Assert.NotEmpty(location.Refusal!);
    }

    [Fact]
    public void A_name_without_end_is_refused() => Assert.NotNull(container.Locate(new string('a', 2000)).Refusal);

    [Fact]
    public void A_link_that_leads_out_is_refused_wherever_it_stands()
    {
        var outside = Directory.CreateDirectory(Path.Combine(root, "secret")).FullName;
        Directory.CreateDirectory(Path.Combine(outside, "deep"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "direct"), outside);
        Directory.CreateSymbolicLink(Path.Combine(folder, "relative"), "../secret");
        Directory.CreateSymbolicLink(Path.Combine(folder, "chained"), "direct");

        Assert.All(["direct", "relative", "chained", "direct/deep"], name =>
            Assert.Equal("it leads out of the container 'sources' by a link", container.Locate(name).Refusal));
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        Directory.CreateDirectory(Path.Combine(folder, "real"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "latest"), "real");

        Assert.Equal(Path.Combine(folder, "real"), container.Locate("latest").Path);
    }

    [Fact]
    public void Links_that_go_round_in_a_circle_are_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "a"), "b");
        Directory.CreateSymbolicLink(Path.Combine(folder, "b"), "a");

        Assert.Equal("its links go round in a circle", container.Locate("a").Refusal);
    }

    [Fact]
    public void A_file_that_is_a_link_out_of_the_container_is_not_listed()
    {
        File.WriteAllText(Path.Combine(root, "secret.csv"), "x");
        var hospital = Directory.CreateDirectory(Path.Combine(folder, "hospital")).FullName;
        File.WriteAllText(Path.Combine(hospital, "patients.csv"), "x");
        File.CreateSymbolicLink(Path.Combine(hospital, "claims.csv"), Path.Combine(root, "secret.csv"));

        Assert.Equal([Path.Combine(hospital, "patients.csv")], container.Files(hospital));
    }

    [Fact]
    public void A_container_that_is_itself_reached_by_a_link_is_the_container()
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "mounted"), folder);

        Assert.Null(new BlobContainer("sources", Path.Combine(root, "mounted")).Locate("hospital").Refusal);
    }
}
