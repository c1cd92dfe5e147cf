using System.Runtime.CompilerServices;

namespace Asan.Runtime.Blobs.Folders;

/// <summary>
/// A container that is a folder. What is written here goes to a hidden file first, to the disk, and then in its place by one rename; other programs may
/// write as they like. A condition on a version holds among the hosts that share the folder, not against those programs.
/// </summary>
sealed class FolderContainer(string name, string folder) : IBlobContainer
{
    readonly FolderPlaces places = new(name, folder);
    readonly FolderDrafts drafts = new(folder);

    public string Name => name;

    public bool WritesAreAtomic => false;

    public async IAsyncEnumerable<Blob> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var listed = 0;
        foreach (var blob in new FolderListing(places).Of(prefix))
        {
            ct.ThrowIfCancellationRequested();
            if (++listed % 1_000 == 0)
                await Task.Yield(); // a large folder must not keep its thread
            yield return blob;
        }
    }

    public Task<Blob?> FindAsync(string name, CancellationToken ct) => Task.FromResult(FolderVersion.Find(name, places.Of(name)));

    public Task<Stream?> OpenAsync(string name, string? etag, CancellationToken ct)
    {
        var stream = Open(places.Of(name));
        if (stream is not null && etag is not null && FolderVersion.Of(name, stream).ETag != etag)
        {
            stream.Dispose();
            stream = null;
        }

        return Task.FromResult<Stream?>(stream);
    }

    public async Task<Blob?> PutAsync(string name, Stream content, BlobCondition condition, CancellationToken ct)
    {
        var path = places.Of(name);
        drafts.SweepWhenDue();
        var written = await WriteAsideAsync(path, content, ct);
        try
        {
            return await PlaceAsync(name, written, path, condition, ct);
        }
        finally
        {
            File.Delete(written); // nothing is there when it was placed
        }
    }

    public async Task<bool> DeleteAsync(string name, string? etag, CancellationToken ct)
    {
        var path = places.Of(name);
        using var alone = etag is null ? null : await FolderLock.TakeAsync(folder, ct);
        if (FolderVersion.Find(name, path) is not { } there || (etag is not null && there.ETag != etag))
            return false;

        File.Delete(path);
        return true;
    }

    public async Task<Blob?> CopyAsync(string from, string to, BlobCondition condition, CancellationToken ct)
    {
        await using var content = await OpenAsync(from, null, ct) ?? throw Nothing();
        return await PutAsync(to, content, condition, ct);
    }

    public async Task<Blob?> MoveAsync(string from, string to, BlobCondition condition, CancellationToken ct)
    {
        var (source, target) = (places.Of(from), places.Of(to));
        if (FolderVersion.Find(from, source) is null)
            throw Nothing();

        CreateFolderOf(target);
        return await PlaceAsync(to, source, target, condition, ct);
    }

    public async Task<string?> IdentifyAsync(Blob blob, CancellationToken ct)
    {
        await using var content = await OpenAsync(blob.Name, blob.ETag, ct);
        if (content is null)
            return null;

        var identity = await FolderVersion.IdentityAsync(blob, content, ct);
        // Written over while it was read: what was read is no version of it.
        return FolderVersion.Of(blob.Name, (FileStream)content).ETag == blob.ETag ? identity : null;
    }

    public Uri AddressOf(string name) => new UriBuilder("file", "") { Path = string.Join('/', Path.Combine(folder, name).Split('/').Select(Uri.EscapeDataString)) }.Uri;

    static FileStream? Open(string path)
    {
        try
        {
            return new(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || (e is UnauthorizedAccessException && Directory.Exists(path)))
        {
            return null;
        }
    }

    static async Task<string> WriteAsideAsync(string path, Stream content, CancellationToken ct)
    {
        CreateFolderOf(path);
        var aside = FolderDrafts.Beside(path);
        try
        {
            await using var file = new FileStream(aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 });
            await content.CopyToAsync(file, 1 << 17, ct);
            file.Flush(flushToDisk: true);
            return aside;
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    async Task<Blob?> PlaceAsync(string name, string written, string path, BlobCondition condition, CancellationToken ct)
    {
        if (Directory.Exists(path))
            throw new BlobRefusedException("This blob name is refused: other blobs lie below it, and in a folder no name can be both.");

        using var alone = condition.ETag is null ? null : await FolderLock.TakeAsync(folder, ct);
        if (condition.ETag is { } etag && FolderVersion.Find(name, path)?.ETag != etag)
            return null;

        try
        {
            File.Move(written, path, overwrite: !condition.MustBeAbsent);
        }
        catch (IOException) when (condition.MustBeAbsent && File.Exists(path))
        {
            return null;
        }

        return FolderVersion.Find(name, path);
    }

    static void CreateFolderOf(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (IOException e) when (IsBelowFile(path))
        {
            throw new BlobRefusedException("This blob name is refused: a part of it is a blob itself, and in a folder no name can be both.", e);
        }
    }

    static bool IsBelowFile(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
            if (File.Exists(above))
                return true;
        return false;
    }

    static FileNotFoundException Nothing() => new("There is no blob of this name.");
}
