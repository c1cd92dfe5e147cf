namespace Asan.Documents.CompoundFiles;

/// <summary>A stream in a compound file's directory.</summary>
/// <param name="Path">Storage and stream names, joined by <c>/</c>: <c>BodyText/Section0</c>. Names keep their control characters.</param>
/// <param name="IsOrphan">No storage leads to it (the directory is damaged), so its path is its name alone.</param>
public sealed record CompoundEntry(string Path, long Size, bool IsOrphan)
{
    internal uint Start { get; init; }
}
