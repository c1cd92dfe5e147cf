namespace Asan.Runtime.Blobs.Tests;

/// <summary>What only a folder has: links, other programs, files that were put in place of others.</summary>
public sealed class FolderTests : IDisposable
{
    readonly string root = Directory.CreateTempSubdirectory("asan-blobs-").FullName;
    readonly string folder;
    readonly IBlobContainer container;

    public FolderTests()
    {
        folder = Directory.CreateDirectory(Path.Combine(root, "sources")).FullName;
        container = BlobConnection.OpenFolder(root).Container("sources");
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_link_that_leads_out_is_refused_wherever_it_stands()
    {
        var outside = Directory.CreateDirectory(Path.Combine(root, "secret")).FullName;
        File.WriteAllText(Path.Combine(outside, "file"), "x");
        Directory.CreateSymbolicLink(Path.Combine(folder, "direct"), outside);
        Directory.CreateSymbolicLink(Path.Combine(folder, "relative"), "../secret");
        Directory.CreateSymbolicLink(Path.Combine(folder, "chained"), "direct");
        File.CreateSymbolicLink(Path.Combine(folder, "one"), Path.Combine(outside, "file"));

        foreach (var name in (string[])["direct/file", "relative/file", "chained/file", "one"])
            Assert.Contains("it leads out of the container 'sources' by a link", (await Assert.ThrowsAsync<BlobRefusedException>(() => container.OpenAsync(name, null, Ct))).Message, StringComparison.Ordinal);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task What_a_killed_writer_left_half_written_goes_when_it_is_old_and_nothing_else_does()
    {
        var below = Directory.CreateDirectory(Path.Combine(folder, "below")).FullName;
        string[] left = [Path.Combine(below, $".{Guid.NewGuid():N}.tmp"), Path.Combine(folder, $".{Guid.NewGuid():N}.tmp")];
        string[] kept = [Path.Combine(folder, $".{Guid.NewGuid():N}.tmp"), Path.Combine(folder, ".other.tmp"), Path.Combine(folder, "old.tmp")];
        foreach (var path in left.Concat(kept))
        {
            File.WriteAllText(path, "half");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - (path == kept[0] ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(2)));
        }

        await container.PutAsync("a", new MemoryStream([1]), BlobCondition.None, Ct);

        Assert.All(left, path => Assert.False(File.Exists(path)));
        Assert.All(kept, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed_to_a_file()
    {
        File.WriteAllText(Path.Combine(folder, "real"), "text");
        File.CreateSymbolicLink(Path.Combine(folder, "latest"), "real");

        Assert.Equal(["latest", "real"], await NamesAsync());
        Assert.Equal(4, (await container.FindAsync("latest", Ct))!.Length);
    }

    [Fact]
    public async Task Links_that_go_round_in_a_circle_are_refused_and_hold_up_no_listing()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "a"), "b");
        Directory.CreateSymbolicLink(Path.Combine(folder, "b"), "a");
        Directory.CreateSymbolicLink(Path.Combine(folder, "self"), ".");

        Assert.Contains("circle", (await Assert.ThrowsAsync<BlobRefusedException>(() => container.FindAsync("a", Ct))).Message, StringComparison.Ordinal);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task A_container_that_is_itself_reached_by_a_link_is_the_container()
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "mounted"), folder);
        File.WriteAllText(Path.Combine(folder, "file"), "x");

        Assert.NotNull(await BlobConnection.OpenFolder(root).Container("mounted").FindAsync("file", Ct));
    }

    [Fact]
    public async Task Hidden_files_are_no_blobs()
    {
        Directory.CreateDirectory(Path.Combine(folder, ".git"));
        File.WriteAllText(Path.Combine(folder, ".git", "config"), "x");
        File.WriteAllText(Path.Combine(folder, ".upload.tmp"), "x");
        File.WriteAllText(Path.Combine(folder, "file"), "x");

        Assert.Equal(["file"], await NamesAsync());
    }

    [Fact]
    public async Task A_file_put_in_the_place_of_another_with_its_size_and_time_is_another_version()
    {
        var path = Path.Combine(folder, "file");
        File.WriteAllText(path, "one");
        var first = (await container.FindAsync("file", Ct))!;
        await Task.Delay(20, Ct); // the clock of file systems ticks every few milliseconds
        File.WriteAllText($"{path}.new", "two");
        File.SetLastWriteTimeUtc($"{path}.new", File.GetLastWriteTimeUtc(path));
        File.Move($"{path}.new", path, overwrite: true);

        var second = (await container.FindAsync("file", Ct))!;
        Assert.Equal((first.Length, first.ModifiedAt), (second.Length, second.ModifiedAt));
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Null(await container.IdentifyAsync(first, Ct));
    }

    [Fact]
    public async Task A_file_restored_with_its_time_and_content_is_the_same_version_of_another_etag()
    {
        var path = Path.Combine(folder, "file");
        File.WriteAllText(path, "one");
        var first = (await container.FindAsync("file", Ct))!;
        var identity = await container.IdentifyAsync(first, Ct);
        await Task.Delay(20, Ct);
        File.Copy(path, $"{path}.bak");
        File.SetLastWriteTimeUtc($"{path}.bak", File.GetLastWriteTimeUtc(path));
        File.Move($"{path}.bak", path, overwrite: true);

        var restored = (await container.FindAsync("file", Ct))!;
        Assert.NotEqual(first.ETag, restored.ETag);
        Assert.Equal(identity, await container.IdentifyAsync(restored, Ct));
    }

    [Fact]
    public async Task A_name_below_a_blob_or_above_blobs_is_refused()
    {
        File.WriteAllText(Path.Combine(folder, "file"), "x");
        Directory.CreateDirectory(Path.Combine(folder, "docs"));

        await Assert.ThrowsAsync<BlobRefusedException>(() => container.PutAsync("file/below", Stream.Null, BlobCondition.None, Ct));
        await Assert.ThrowsAsync<BlobRefusedException>(() => container.PutAsync("docs", Stream.Null, BlobCondition.None, Ct));
        Assert.Null(await container.FindAsync("docs", Ct));
        Assert.Null(await container.OpenAsync("docs", null, Ct));
        Assert.Null(await container.FindAsync("file/below", Ct));
        Assert.Null(await container.OpenAsync("file/below", null, Ct));
    }

    [Fact]
    public async Task A_blob_that_is_replaced_while_it_is_read_reads_on_as_it_was()
    {
        await container.PutAsync("doc", new MemoryStream("first"u8.ToArray()), BlobCondition.None, Ct);
        await using var stream = (await container.OpenAsync("doc", null, Ct))!;
        await container.PutAsync("doc", new MemoryStream("other"u8.ToArray()), BlobCondition.None, Ct);

        Assert.Equal("first", await new StreamReader(stream).ReadToEndAsync(Ct));
    }

    async Task<string[]> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var blob in container.ListAsync("", Ct))
            names.Add(blob.Name);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
