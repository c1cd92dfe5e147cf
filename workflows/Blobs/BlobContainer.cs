namespace Asan.Workflows.Blobs;

/// <summary>One container. A name that a caller gives stays inside it, whatever it says and wherever links lead.</summary>
public sealed class BlobContainer(string name, string folder)
{
    const int LongestName = 1024;

    public string Name => name;

    /// <summary>Where a blob or folder of this name lies on disk, whether or not it is there; or why the name is refused.</summary>
    public BlobLocation Locate(string blob)
    {
        if (Malformed(blob) is { } fault)
            return new(null, fault);

        var root = RealPath.Of(folder);
        var path = root is null ? null : RealPath.Of(Path.Combine(root, blob.TrimEnd('/')));
        if (path is null)
            return new(null, "its links go round in a circle");

        return IsInside(root!, path) ? new(path, null) : new(null, $"it leads out of the container '{name}' by a link");
    }

    /// <summary>The files of a folder that <see cref="Locate"/> gave, by name. A link that leads out of the container is not one of them.</summary>
    public IReadOnlyList<string> Files(string path)
    {
        var root = RealPath.Of(folder)!;
        return [.. Directory.EnumerateFiles(path).Where(file => RealPath.Of(file) is { } real && IsInside(root, real)).Order(StringComparer.Ordinal)];
    }

    string? Malformed(string blob)
    {
        if (blob.Length is 0 or > LongestName)
            return $"a name has 1 to {LongestName} characters";
        if (blob.Any(char.IsControl) || blob.Contains('\\'))
            return "a name has no control character and no backslash";
        if (blob.StartsWith('/') || blob.Contains(':'))
            return $"a name is relative to the container '{name}'";
        return blob.TrimEnd('/').Split('/').Any(segment => segment is "" or "." or "..")
            ? $"a name has no empty, '.' or '..' segment: it stays inside the container '{name}'"
            : null;
    }

    static bool IsInside(string root, string path) => path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
