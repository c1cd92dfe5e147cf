using System.IO.Compression;
using System.Reflection;
using Asan.Runtime.Blobs;

namespace Asan.Workflows.Etl.Sources;

/// <summary>The CSV files of a folder or a .zip, by name without extension. Whether a name is written in capitals does not matter.</summary>
sealed class SourceFiles
{
    const int MostEntries = 10_000;

    readonly Dictionary<string, SourceItem> items = [];

    SourceFiles(IEnumerable<SourceItem> found)
    {
        foreach (var item in found.Where(item => item.IsCsv))
            if (!items.TryAdd(item.Key, item))
                throw new LoadRefusedException($"{items[item.Key].Name} and {item.Name} are the same file twice: keep one.");
    }

    public IEnumerable<SourceItem> All => items.Values;

    public SourceItem? Find(string key) => items.GetValueOrDefault(key);

    /// <summary>The files that this assembly carries below a namespace.</summary>
    public static SourceFiles OfResources(Assembly assembly, string below) =>
        new(assembly.GetManifestResourceNames().Where(name => name.StartsWith(below + ".", StringComparison.Ordinal)).Select(name =>
            new SourceItem(name[(below.Length + 1)..], assembly.GetManifestResourceStream(name)!.Length, _ => Task.FromResult(assembly.GetManifestResourceStream(name)!))));

    /// <summary>The files among these paths.</summary>
    public static SourceFiles OfFolder(IEnumerable<string> paths) =>
        new(paths.Select(path => new SourceItem(Path.GetFileName(path), new FileInfo(path).Length, _ => Task.FromResult<Stream>(OpenFile(path)))));

    /// <summary>The files that lie in this folder of a container, not below it; null when there is no such folder.</summary>
    public static async Task<SourceFiles?> FindFolderAsync(IBlobContainer container, string folder, CancellationToken ct)
    {
        var found = new List<SourceItem>();
        var isThere = false;
        await foreach (var blob in container.ListAsync($"{folder}/", ct))
        {
            isThere = true;
            var name = blob.Name[(folder.Length + 1)..];
            if (!name.Contains('/', StringComparison.Ordinal) && BlobNames.Refusal(blob.Name) is null)
                found.Add(new(name, blob.Length, token => OpenAsync(container, blob, token)));
        }

        return isThere ? new(found.OrderBy(item => item.Name, StringComparer.Ordinal)) : null;
    }

    /// <summary>The entries of an archive in a container; null when there is no such blob.</summary>
    public static async Task<SourceFiles?> FindZipAsync(IBlobContainer container, string name, CancellationToken ct) =>
        await container.FindAsync(name, ct) is { } blob ? await OfZipAsync(Path.GetFileName(name), token => OpenAsync(container, blob, token), ct) : null;

    /// <summary>The entries of an archive, whatever folders it has inside.</summary>
    public static async Task<SourceFiles> OfZipAsync(string name, Func<CancellationToken, Task<Stream>> open, CancellationToken ct)
    {
        try
        {
            await using var zip = await OpenZipAsync(open, ct);
            return zip.Entries.Count <= MostEntries
                ? new([.. zip.Entries.Where(entry => entry.Name.Length > 0).Select(entry => Entry(open, entry))])
                : throw new LoadRefusedException($"{name} has {zip.Entries.Count} entries; a source has no more than {MostEntries}.");
        }
        catch (InvalidDataException e)
        {
            throw new LoadRefusedException($"{name} is not a zip archive that can be read.", e);
        }
    }

    // An archive is opened once per entry, so that two entries can be read side by side.
    static SourceItem Entry(Func<CancellationToken, Task<Stream>> open, ZipArchiveEntry entry)
    {
        var (fullName, packed) = (entry.FullName, entry.CompressedLength);
        return new(entry.Name, packed, async ct =>
        {
            var zip = await OpenZipAsync(open, ct);
            return new UnpackedStream(await zip.GetEntry(fullName)!.OpenAsync(ct), packed, zip);
        });
    }

    // Archives are read by a few bytes here and there: each of those must not be a request.
    static async Task<ZipArchive> OpenZipAsync(Func<CancellationToken, Task<Stream>> open, CancellationToken ct)
    {
        var file = await open(ct);
        try
        {
            return await ZipArchive.CreateAsync(new BufferedStream(file, 1 << 16), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, ct);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // The version that was listed: a file that is replaced in the middle of a load would give half of each.
    static async Task<Stream> OpenAsync(IBlobContainer container, Blob blob, CancellationToken ct) =>
        await container.OpenAsync(blob.Name, blob.ETag, ct) ?? throw new LoadRefusedException($"{Path.GetFileName(blob.Name)} was changed or removed while it was loaded.");

    static FileStream OpenFile(string path) =>
        new(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });
}
