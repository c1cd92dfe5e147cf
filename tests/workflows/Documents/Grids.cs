using Asan.Documents.Exports;

namespace Asan.Documents.Tests;

/// <summary>All tables of a document as lines: the size, and for each cell its address, span and text.</summary>
static class Grids
{
    public static IReadOnlyList<string> Of(Document document)
    {
        var lines = new List<string>();
        foreach (var section in document.Sections)
            Add(section.Blocks, lines);
        return lines;
    }

    static void Add(IReadOnlyList<Block> blocks, List<string> lines)
    {
        foreach (var block in blocks)
        {
            if (block is TextBox box)
                Add(box.Blocks, lines);
            if (block is not Table table)
                continue;
            lines.Add($"table {table.Number}: {table.Rows} x {table.Columns}, {table.HeaderRows} header rows");
            foreach (var cell in table.Cells)
            {
                lines.Add($"{cell.Row},{cell.Column} {cell.RowSpan}x{cell.ColumnSpan} {TextExport.Write(cell.Blocks, TextOptions.Shown)}");
                Add(cell.Blocks, lines);
            }
        }
    }
}
