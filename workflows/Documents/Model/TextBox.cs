namespace Asan.Documents;

/// <summary>Text in a frame of its own. A group of shapes gives one box for each shape that holds text.</summary>
public sealed class TextBox : Block
{
    public required IReadOnlyList<Block> Blocks { get; init; }

    public IReadOnlyList<Block> Caption { get; init; } = [];
}
