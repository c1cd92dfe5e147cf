using AngleSharp.Dom;
using Asan.Documents.Assembly;

namespace Asan.Documents.Html;

sealed partial class HtmlBlocks
{
    void ReadTable(IElement table)
    {
        Close();
        if (!budget.Allows(++blockDepth))
            throw budget.TooDeep();
        if (cell is null)
            paragraphs++;
        var reader = new HtmlTable(table);
        var position = Here with { Table = ++tables, Row = 0, Column = 0 };
        var number = tables;
        var caption = reader.Caption is { } element ? Inside(element, position with { Table = 0 }) : [];
        var assembly = new TableAssembly(reader.Rows.Count, reader.Columns, budget);
        for (var row = 0; row < reader.Rows.Count; row++)
        {
            foreach (var (place, isHeader) in HtmlTable.Cells(reader.Rows[row]))
            {
                var taken = assembly.PlaceInRow(row, HtmlTable.Span(place, "rowspan", reader.Rows.Count - row), HtmlTable.Span(place, "colspan", HtmlTable.MostColumns));
                assembly.Add(taken, Inside(place, position with { Table = number, Row = taken.Row + 1, Column = taken.Column + 1 }), isHeader);
            }
        }

        var finished = assembly.Finish(position, number, caption, repeatsHeader: false);
        if (finished.Cells.Count > 0 || caption.Count > 0)
            blocks.Add(finished);
        foreach (var stray in reader.Strays)
            Read(stray);
        blockDepth--;
    }

    List<Block> Inside(IElement element, Position place)
    {
        var outer = (blocks, open, cell, marker, heading, style, isTyped, listDepth);
        (blocks, open, cell, marker, heading, style, isTyped, listDepth) = ([], null, place, null, null, null, false, 0);
        ReadChildren(element);
        Close();
        var inside = blocks;
        (blocks, open, cell, marker, heading, style, isTyped, listDepth) = outer;
        return inside;
    }
}
