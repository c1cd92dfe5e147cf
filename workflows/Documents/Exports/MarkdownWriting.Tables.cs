using System.Globalization;

namespace Asan.Documents.Exports;

sealed partial class MarkdownWriting
{
    // The table that was written last: more of it may come in the next piece, so its end is written when something else comes.
    (int Number, int Columns)? open;
    bool isOpenInHtml;
    int row, reach;

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
        if (inHtml)
        {
            WriteHtml(table);
            return;
        }

        (open, isOpenInHtml, row, reach) = ((table.Number, table.Columns), !IsPlain(table), -1, 0);
        WriteRows(table);
    }

    bool Goes(Table table) => !inHtml && table.FirstRow > 0 && open?.Number == table.Number;

    void WriteRows(Table table)
    {
        if (isOpenInHtml)
        {
            inHtml = true;
            if (row < 0)
                text.Append("<table>");
            WriteHtmlRows(table, ref row, ref reach, isNested: false);
            inHtml = false;
        }
        else
        {
            WritePipes(table);
        }
    }

    void EndTable()
    {
        if (open is null || inHtml)
            return;
        if (isOpenInHtml)
            text.Append("</tr></table>\n");
        open = null;
        lastWasItem = false;
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
        var cells = table.Cells;
        for (var at = 0; at < cells.Count;)
        {
            var to = at + 1;
            while (to < cells.Count && cells[to].Row == cells[at].Row)
                to++;
            if (cells[at].Row >= table.FirstRow)
                WriteRow(cells, at, to);
            at = to;
        }
    }

    void WriteRow(IReadOnlyList<Cell> cells, int from, int to)
    {
        text.Append('|');
        var column = 0;
        for (var at = from; at < to; at++)
        {
            for (; column < cells[at].Column; column++)
                text.Append("  |");
            text.Append(' ');
            WriteLine(cells[at]);
            text.Append(" |");
            column++;
        }

        // Markdown knows no table without a header: the first row is it, and says how many columns there are.
        for (; row < 0 && column < open!.Value.Columns; column++)
            text.Append("  |");
        text.Append('\n');
        if (row < 0)
            text.Append('|').Insert(text.Length, " --- |", open!.Value.Columns).Append('\n');
        row = cells[from].Row;
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
        var (last, reached) = (-1, 0);
        text.Append("<table>");
        WriteHtmlRows(table, ref last, ref reached, isNested: true);
        text.Append("</tr></table>");
        lastWasItem = false;
    }

    /// <param name="last">The last row that was written.</param>
    /// <param name="reached">How far down cells reach.</param>
    void WriteHtmlRows(Table table, ref int last, ref int reached, bool isNested)
    {
        foreach (var cell in table.Cells)
        {
            if (cell.Row < table.FirstRow)
                continue;
            if (last < 0)
                text.Append("<tr>");
            // A row that only cells from above reach into is a row all the same; one that nothing reaches is left out.
            for (last = last < 0 ? cell.Row : last; last < cell.Row; last++)
                if (last + 1 == cell.Row || last + 1 < reached)
                    text.Append(isNested ? "</tr><tr>" : "</tr>\n<tr>");
            reached = Math.Max(reached, cell.Row + cell.RowSpan);
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
    }

    bool EndsWithBreak() => text.Length >= 4 && text[^1] == '>' && text[^2] == 'r' && text[^3] == 'b' && text[^4] == '<';
}
