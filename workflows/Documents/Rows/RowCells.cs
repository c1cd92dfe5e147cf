namespace Asan.Documents.Rows;

/// <summary>One row of a table that is read row by row, with each of its cells up to the last that holds something.</summary>
/// <param name="Number">From 0, as the file counts.</param>
readonly record struct RowCells(int Number, IReadOnlyList<Cell> Cells)
{
    static readonly Block[] Nothing = [];

    public static Cell CellOf(string text, Position position) => new()
    {
        Row = position.Row - 1,
        Column = position.Column - 1,
        Blocks = text.Length == 0 ? Nothing : [new Paragraph { Text = text, Position = position }],
    };
}
