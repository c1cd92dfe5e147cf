using System.IO.Enumeration;

namespace Asan.Runtime.Blobs.Folders;

/// <summary>Goes through a container's folder without holding it: one entry at a time, however many there are.</summary>
sealed class FolderListing(FolderPlaces places)
{
    // Links to folders are not followed (they could lead round), nor are hidden entries looked at. Files that vanish meanwhile are none.
    static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0, ReturnSpecialDirectories = false };

    public IEnumerable<Blob> Of(string prefix)
    {
        var root = Path.GetFullPath(places.Folder);
        if (Start(root, prefix) is not { } start)
            return [];

        return new FileSystemEnumerable<Blob?>(start, (ref FileSystemEntry entry) => Read(root, prefix, ref entry), Options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName is not ['.', ..],
            ShouldRecursePredicate = (ref FileSystemEntry entry) => entry.FileName is not ['.', ..] && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.OfType<Blob>();
    }

    // The deepest folder that the prefix names; null when nothing can begin with it.
    string? Start(string root, string prefix)
    {
        var below = prefix.LastIndexOf('/') is var slash and > 0 ? prefix[..slash] : "";
        if (below.Length > 0 && (BlobNames.Refusal(below) is not null || BlobNames.IsHidden(below)))
            return null;

        var start = Path.Combine(root, below);
        return Directory.Exists(start) && (below.Length == 0 || places.Holds(start)) ? start : null;
    }

    Blob? Read(string root, string prefix, ref FileSystemEntry entry)
    {
        var path = entry.ToFullPath();
        var name = path[(root.TrimEnd('/').Length + 1)..];
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
            return null;

        // A link: what it leads to is the blob, as long as that is in the container.
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return FolderVersion.Find(name, path);
        return places.Holds(path) ? FolderVersion.Find(name, RealPath.Of(path)!) : null;
    }
}
