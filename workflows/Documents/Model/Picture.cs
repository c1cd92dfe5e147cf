namespace Asan.Documents;

/// <summary>A picture, chart or other embedded object.</summary>
public sealed class Picture : Block
{
    public PictureKind Kind { get; init; }

    /// <summary>Its bytes: an index into <see cref="Document.Files"/>. Null when they are not in the file, or were not asked for.</summary>
    public int? File { get; init; }

    /// <summary>Where the bytes are, for a picture that is linked and not embedded. Never followed.</summary>
    public string? Link { get; init; }

    /// <summary>What the author wrote for those who do not see it; null when nothing.</summary>
    public string? Description { get; init; }

    public IReadOnlyList<Block> Caption { get; init; } = [];
}
