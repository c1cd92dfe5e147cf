using System.Globalization;

namespace Asan.Documents.Exports;

sealed partial class MarkdownWriting
{
    void WriteTable(Table table)
    {
        if (table.Cells.Count == 1 && !inHtml)
        {
            WriteAll(table.Cells[0].Blocks);
            return;
        }

        if (table.Cells.Count == 0)
            return;
        Open();
        if (inHtml || !IsPlain(table))
            WriteHtml(table);
        else
            WritePipes(table);
    }

    // Every cell is one place with text in it.
    static bool IsPlain(Table table)
    {
        foreach (var cell in table.Cells)
        {
            if (cell.RowSpan > 1 || cell.ColumnSpan > 1)
                return false;
            foreach (var block in cell.Blocks)
                if (block is not Paragraph)
                    return false;
        }

        return true;
    }

    void WritePipes(Table table)
    {
        var grid = table.ToGrid();
        for (var row = 0; row < table.Rows; row++)
        {
            text.Append('|');
            for (var column = 0; column < table.Columns; column++)
            {
                text.Append(' ');
                if (grid[row, column] is { } cell)
                    WriteLine(cell);
                text.Append(" |");
            }

            text.Append('\n');
            // Markdown knows no table without a header: the first row is it.
            if (row > 0)
                continue;
            text.Append('|');
            for (var column = 0; column < table.Columns; column++)
                text.Append(" --- |");
            text.Append('\n');
        }

        lastWasItem = false;
    }

    void WriteLine(Cell cell)
    {
        inRow = true;
        var isFirst = true;
        foreach (var block in cell.Blocks)
        {
            if (block is not Paragraph paragraph || (paragraph.Text.Length == 0 && paragraph.Inlines.Count == 0 && paragraph.Marker is null))
                continue;
            if (!isFirst)
                text.Append("<br>");
            isFirst = false;
            if (options.WithGenerated && paragraph.Marker is { Text.Length: > 0 } marker)
            {
                Append(marker.Text, atStart: false);
                text.Append(' ');
            }

            WriteInlines(paragraph, atStart: false);
        }

        inRow = false;
    }

    void WriteHtml(Table table)
    {
        var (outer, row) = (inHtml, -1);
        inHtml = true;
        text.Append("<table>");
        foreach (var cell in table.Cells)
        {
            for (; row < cell.Row; row++)
                text.Append(row < 0 ? "<tr>" : outer ? "</tr><tr>" : "</tr>\n<tr>");
            var tag = cell.Row < table.HeaderRows ? "th" : "td";
            text.Append('<').Append(tag);
            if (cell.RowSpan > 1)
                text.Append(CultureInfo.InvariantCulture, $" rowspan=\"{cell.RowSpan}\"");
            if (cell.ColumnSpan > 1)
                text.Append(CultureInfo.InvariantCulture, $" colspan=\"{cell.ColumnSpan}\"");
            text.Append('>');
            WriteAll(cell.Blocks);
            if (EndsWithBreak())
                text.Length -= "<br>".Length;
            text.Append("</").Append(tag).Append('>');
        }

        text.Append("</tr></table>");
        inHtml = outer;
        if (!outer)
            text.Append('\n');
        lastWasItem = false;
    }

    bool EndsWithBreak() => text.Length >= 4 && text[^1] == '>' && text[^2] == 'r' && text[^3] == 'b' && text[^4] == '<';
}
