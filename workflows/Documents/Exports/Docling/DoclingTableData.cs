namespace Asan.Documents.Exports.Docling;

/// <summary>A grid. <see cref="TableCells"/> holds each cell once, <see cref="Grid"/> a merged one in every place it covers.</summary>
public sealed record DoclingTableData
{
    public List<DoclingTableCell> TableCells { get; init; } = [];

    public int NumRows { get; init; }

    public int NumCols { get; init; }

    public List<List<DoclingTableCell>> Grid { get; init; } = [];
}
