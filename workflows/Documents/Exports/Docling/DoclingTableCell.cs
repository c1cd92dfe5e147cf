namespace Asan.Documents.Exports.Docling;

/// <summary>A cell; offsets count from 0, and the end is the first that is not covered.</summary>
public sealed record DoclingTableCell
{
    public int RowSpan { get; init; } = 1;

    public int ColSpan { get; init; } = 1;

    public int StartRowOffsetIdx { get; init; }

    public int EndRowOffsetIdx { get; init; }

    public int StartColOffsetIdx { get; init; }

    public int EndColOffsetIdx { get; init; }

    public string Text { get; init; } = "";

    public bool ColumnHeader { get; init; }

    public bool RowHeader { get; init; }

    public bool RowSection { get; init; }

    /// <summary>The group of what a cell holds beside text.</summary>
    public DoclingRef? Ref { get; init; }
}
