namespace Asan.Documents;

/// <summary>A cell at its address in the table, counted from 0.</summary>
public sealed class Cell
{
    public required int Row { get; init; }

    public required int Column { get; init; }

    public int RowSpan { get; init; } = 1;

    public int ColumnSpan { get; init; } = 1;

    /// <summary>The document itself marks the cell as a header.</summary>
    public bool IsHeader { get; init; }

    /// <summary>The name of the form field that the cell is; null for most.</summary>
    public string? FieldName { get; init; }

    public required IReadOnlyList<Block> Blocks { get; init; }
}
