namespace Asan.Documents;

/// <summary>What repeats on the pages of a section.</summary>
public sealed class Furniture
{
    public required FurnitureKind Kind { get; init; }

    public PageParity Pages { get; init; }

    public Position Position { get; init; }

    public required IReadOnlyList<Block> Blocks { get; init; }
}
