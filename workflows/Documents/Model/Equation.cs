namespace Asan.Documents;

/// <summary>An equation.</summary>
public sealed class Equation : Block
{
    /// <summary>As the document holds it: the equation script of HWP (<c>{a+b} over 2</c>), or the linear text of Word's.</summary>
    public required string Script { get; init; }

    public IReadOnlyList<Block> Caption { get; init; } = [];
}
