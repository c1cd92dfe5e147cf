using Asan.Doors;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>The files that a person named, one by one or by their folders.</summary>
/// <param name="LeftOut">How many entries of folders were passed over: hidden ones, and links to other folders.</param>
sealed record GivenFiles(IReadOnlyList<GivenFile> Files, int LeftOut)
{
    /// <summary>Finds them, by their ids.</summary>
    /// <param name="paths">Of a folder, all that is in it and below.</param>
    /// <param name="id">Of the one file, or what the ids in the one folder begin with; null for names and paths alone.</param>
    /// <exception cref="CommandException">Something is not there or cannot be looked into, or two files would be one document.</exception>
    public static GivenFiles Find(IReadOnlyList<string> paths, string? id)
    {
        if (id is not null && paths.Count > 1)
            throw new CommandException("--id goes with one FILE or FOLDER");

        var (files, leftOut) = (new List<GivenFile>(), 0);
        foreach (var path in paths)
            if (Directory.Exists(path))
                leftOut += Walk(new(path), id is null ? "" : $"{id.TrimEnd('/')}/", files);
            else if (File.Exists(path))
                files.Add(new(Path.GetFullPath(path), id ?? Path.GetFileName(path)));
            else
                throw new CommandException($"{path} is not there");

        if (files.Count == 0)
            throw new CommandException($"there is no file in {string.Join(", ", paths)}");
        return new(Apart(files), leftOut);
    }

    static int Walk(DirectoryInfo folder, string before, List<GivenFile> files)
    {
        var leftOut = 0;
        foreach (var entry in EntriesOf(folder))
            if (entry.Name.StartsWith('.') || entry is DirectoryInfo { LinkTarget: not null })
                leftOut++;
            else if (entry is DirectoryInfo inner)
                leftOut += Walk(inner, $"{before}{entry.Name}/", files);
            else
                files.Add(new(entry.FullName, before + entry.Name));
        return leftOut;
    }

    static FileSystemInfo[] EntriesOf(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{folder.FullName} cannot be looked into: {e.Message}");
        }
    }

    static GivenFile[] Apart(List<GivenFile> files)
    {
        var documents = files.Distinct().GroupBy(file => file.Id, StringComparer.Ordinal).OrderBy(document => document.Key, StringComparer.Ordinal).ToArray();
        return documents.FirstOrDefault(document => document.Count() > 1) is { } one
            ? throw new CommandException($"{string.Join(" and ", one.Take(2).Select(file => file.Path))} would both be the document {one.Key}: hand them in one by one, with --id")
            : [.. documents.Select(document => document.Single())];
    }
}
