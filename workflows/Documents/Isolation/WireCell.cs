using System.Text.Json;

namespace Asan.Documents.Isolation;

/// <summary>A <see cref="Cell"/> whose JSON is as it comes.</summary>
sealed record WireCell(int Row, int Column, int RowSpan, int ColumnSpan, bool IsHeader, string? FieldName, IReadOnlyList<Block> Blocks)
{
    public static WireCell Of(Cell cell) => new(cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.IsHeader, cell.FieldName, cell.Blocks);

    public Cell ToCell() => new()
    {
        Row = Row,
        Column = Column,
        RowSpan = RowSpan,
        ColumnSpan = ColumnSpan,
        IsHeader = IsHeader,
        FieldName = FieldName,
        Blocks = Blocks ?? throw new JsonException(), // not in the JSON
    };
}
