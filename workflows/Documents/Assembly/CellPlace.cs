namespace Asan.Documents.Assembly;

/// <summary>Where a cell stands in its grid, counted from 0, after what cannot be was corrected.</summary>
public readonly record struct CellPlace(int Row, int Column, int RowSpan, int ColumnSpan);
