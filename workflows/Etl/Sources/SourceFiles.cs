using System.IO.Compression;
using System.Reflection;

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
            new SourceItem(name[(below.Length + 1)..], assembly.GetManifestResourceStream(name)!.Length, () => assembly.GetManifestResourceStream(name)!)));

    /// <summary>The files among these paths.</summary>
    public static SourceFiles OfFolder(IEnumerable<string> paths) =>
        new(paths.Select(path => new SourceItem(Path.GetFileName(path), new FileInfo(path).Length, () => OpenFile(path))));

    /// <summary>The entries of an archive, whatever folders it has inside.</summary>
    public static SourceFiles OfZip(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.Entries.Count <= MostEntries
                ? new([.. zip.Entries.Where(entry => entry.Name.Length > 0).Select(entry => Entry(path, entry))])
                : throw new LoadRefusedException($"{Path.GetFileName(path)} has {zip.Entries.Count} entries; a source has no more than {MostEntries}.");
        }
        catch (InvalidDataException e)
        {
            throw new LoadRefusedException($"{Path.GetFileName(path)} is not a zip archive that can be read.", e);
        }
    }

    // An archive is opened once per entry, so that two entries can be read side by side.
    static SourceItem Entry(string path, ZipArchiveEntry entry)
    {
        var (fullName, packed) = (entry.FullName, entry.CompressedLength);
        return new(entry.Name, packed, () =>
        {
            var zip = ZipFile.OpenRead(path);
            return new UnpackedStream(zip.GetEntry(fullName)!.Open(), packed, zip);
        });
    }

    static FileStream OpenFile(string path) =>
        new(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });
}
