namespace Asan.Runtime.Blobs.Folders;

/// <summary>Where the blobs of a container lie: inside its folder, whatever a name says and wherever links lead.</summary>
sealed class FolderPlaces(string name, string folder)
{
    public string Folder => folder;

    /// <summary>The file of this blob, every link on the way followed, whether or not it is there.</summary>
    /// <exception cref="BlobRefusedException">The name is none, or leads out.</exception>
    public string Of(string blob)
    {
        BlobNames.Require(blob);
        var root = RealPath.Of(folder);
        var path = root is null ? null : RealPath.Of(Path.Combine(root, blob));
        if (path is null)
            throw new BlobRefusedException("This blob name is refused: its links go round in a circle.");

        return IsInside(root!, path) ? path : throw new BlobRefusedException($"This blob name is refused: it leads out of the container '{name}' by a link.");
    }

    /// <summary>Whether a file that was found, perhaps a link, is in the container.</summary>
    public bool Holds(string path) => RealPath.Of(folder) is { } root && RealPath.Of(path) is { } real && IsInside(root, real);

    static bool IsInside(string root, string path) => path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
