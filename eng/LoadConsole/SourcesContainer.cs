using System.Security.Cryptography;
using System.Text;
using Asan.Doors;

namespace Asan.Load;

/// <summary>The container a load reads its sources from: a folder beside the host's other blobs.</summary>
sealed class SourcesContainer(string root)
{
    static readonly string[] Suffixes = [".csv", ".csv.gz", ".csv.zip", ".zip"];

    /// <summary>Copies a folder's tables, or one archive, into the container; what is there already as it is now is not copied again.</summary>
    /// <returns>Where it lies inside the container.</returns>
    public string Put(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var files = Files(path);
        var location = $"{SafeName(path)}-{Fingerprint(files)}";

        var place = Path.Combine(root, location);
        Directory.CreateDirectory(root);
        if (!Directory.Exists(place))
            Copy(files, place);

        return File.Exists(path) ? $"{location}/{Path.GetFileName(path)}" : location;
    }

    static FileInfo[] Files(string path)
    {
        if (File.Exists(path))
            return [new FileInfo(path)];
        if (!Directory.Exists(path))
            throw new CommandException($"{path} is not there");

        var files = new DirectoryInfo(path).EnumerateFiles()
            .Where(file => Suffixes.Any(suffix => file.Name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToArray();
        return files.Length > 0 ? files : throw new CommandException($"{path} has no .csv, .csv.gz or .zip in it");
    }

    // A load under way must find the files it began with: another state of the same folder gets a place of its own.
    static string Fingerprint(FileInfo[] files)
    {
        var listing = string.Join('\n', files.Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing)))[..8];
    }

    // Renamed into place whole, so that no load sees half a folder.
    void Copy(FileInfo[] files, string place)
    {
        DeleteAbandoned();
        var unfinished = $"{place}.{Environment.ProcessId}.part";
        Directory.CreateDirectory(unfinished);
        foreach (var file in files)
            file.CopyTo(Path.Combine(unfinished, file.Name), overwrite: true);

        try
        {
            Directory.Move(unfinished, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            Directory.Delete(unfinished, recursive: true); // another eng/load put the same files there meanwhile
        }
    }

    // What a killed eng/load left half copied.
    void DeleteAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(root, "*.part"))
            if (!Directory.Exists($"/proc/{folder.Split('.')[^2]}"))
                Directory.Delete(folder, recursive: true);
    }

    static string SafeName(string path) =>
        string.Concat(Path.GetFileNameWithoutExtension(path).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
