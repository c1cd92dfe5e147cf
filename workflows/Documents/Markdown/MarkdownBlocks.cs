using System.Text;
using System.Text.RegularExpressions;
using Asan.Documents.Assembly;
using Asan.Documents.Html;
using Asan.Documents.Rows;
using Asan.Documents.Text;

namespace Asan.Documents.Markdown;

/// <summary>One walk over the lines of Markdown. No more is held than a paragraph, a stretch of code or HTML, or some rows of a table.</summary>
sealed class MarkdownBlocks(TextLines lines, ParseBudget budget)
{
    // Of text that goes on from line to line: what is longer goes on in another block.
    const int Longest = 16 * 1024;
    const int LongestHtml = 1 << 20;
    const int DeepestList = 16;

    readonly StringBuilder pending = new();
    // How far the items stand in whose lists are open.
    readonly List<int> indents = [];
    string? line, held;
    int pendingFrom, tables;
    ListMarker? marker;
    bool isQuote, isBlankBefore = true;

    public IEnumerable<Block> Read()
    {
        while (Next())
        {
            foreach (var block in ReadLine(line!))
                yield return block;
        }

        foreach (var block in Flush())
            yield return block;
    }

    bool Next()
    {
        budget.Line();
        // The line behind a table is one like any other.
        line = held ?? lines.Read();
        held = null;
        return line is not null;
    }

    IEnumerable<Block> ReadLine(string read)
    {
        if (string.IsNullOrWhiteSpace(read))
        {
            isBlankBefore = true;
            return Flush();
        }

        var wasBlank = isBlankBefore;
        isBlankBefore = false;
        if (MarkdownLine.Fence(read) is { Success: true } fence)
            return Flush().Concat(ReadFence(fence.Groups[1].Value));
        if (pending.Length == 0 && MarkdownLine.HtmlBlock(read) is { } name)
            return ReadHtml(read, name);
        if (MarkdownLine.Heading(read) is { } heading)
            return Flush().Concat(Title(heading.Level, heading.Title, lines.Number));
        if (pending.Length > 0 && marker is null && !isQuote && MarkdownLine.Underline(read) is > 0 and var level)
            return UnderlinedTitle(level);
        if (MarkdownLine.IsRule(read))
            return Flush();
        if (MarkdownLine.IsTableRule(read) && pending.Length > 0 && IsHeaderOf(read))
            return ReadTable();
        if (MarkdownLine.Item(read) is { Success: true } item && (pending.Length == 0 || marker is not null || item.Groups[2].Length > 0))
            return BeginItem(item);
        if (wasBlank && indents.Count == 0 && MarkdownLine.Indent(read) >= MarkdownLine.Tab)
            return Flush().Concat(Code(read.AsSpan().TrimEnd().ToString(), lines.Number));
        return Continue(read, wasBlank);
    }

    IEnumerable<Block> Continue(string read, bool wasBlank)
    {
        var text = read.AsSpan().TrimStart();
        var quoted = text is ['>', ..];
        while (text is ['>', ..])
            text = text[1..].TrimStart();
        var before = quoted != isQuote && pending.Length > 0 || pending.Length + text.Length > Longest ? Flush() : [];
        // What does not stand in as the item does, behind an empty line, is no part of the list.
        if (wasBlank && indents.Count > 0 && MarkdownLine.Indent(read) <= indents[0])
            indents.Clear();
        if (pending.Length == 0)
            (pendingFrom, isQuote) = (lines.Number, quoted);
        else
            AppendBreak();
        pending.Append(text);
        return before;
    }

    // Two spaces or a backslash at the end of a line keep its end.
    void AppendBreak()
    {
        var isKept = pending is [.., '\\'] or [.., ' ', ' '];
        while (pending is [.., ' '] || (isKept && pending is [.., '\\']))
            pending.Length--;
        pending.Append(isKept ? '\n' : ' ');
    }

    IEnumerable<Block> BeginItem(Match item)
    {
        var before = Flush();
        var indent = MarkdownLine.Indent(item.Value);
        while (indents.Count > 0 && indent < indents[^1])
            indents.RemoveAt(indents.Count - 1);
        if ((indents.Count == 0 || indent > indents[^1] + 1) && indents.Count < DeepestList)
            indents.Add(indent);
        var mark = item.Groups[1].Value;
        var isOrdered = char.IsAsciiDigit(mark[0]);
        marker = new(isOrdered ? mark : "•", indents.Count, isOrdered);
        pendingFrom = lines.Number;
        pending.Append(item.Groups[2].Value);
        return before;
    }

    IEnumerable<Block> Flush()
    {
        if (pending.Length == 0 && marker is null)
            return [];
        var source = pending.ToString().TrimEnd();
        pending.Clear();
        var paragraph = Paragraph(pendingFrom, null, marker, isQuote ? "quote" : null);
        (marker, isQuote) = (null, false);
        return Inlines(source, paragraph);
    }

    IEnumerable<Block> Title(int level, string source, int number) => Inlines(source, Paragraph(number, new Heading(level, HeadingEvidence.Outline), null, null));

    IEnumerable<Block> UnderlinedTitle(int level)
    {
        var source = pending.ToString().TrimEnd();
        pending.Clear();
        return Title(level, source, pendingFrom);
    }

    ParagraphAssembly Paragraph(int number, Heading? heading, ListMarker? item, string? style)
    {
        budget.Paragraph();
        // A title ends all lists.
        if (heading is not null)
            indents.Clear();
        return new() { Position = new(1, number), Heading = heading, Marker = item, Style = style };
    }

    List<Block> Inlines(string source, ParagraphAssembly paragraph)
    {
        var blocks = new List<Block>();
        MarkdownInlines.Read(source, paragraph, blocks);
        return blocks;
    }

    IEnumerable<Block> Code(string text, int number)
    {
        budget.Paragraph();
        return [new Paragraph { Position = new(1, number), Text = text, Style = "code" }];
    }

    IEnumerable<Block> ReadFence(string fence)
    {
        var (code, from) = (new StringBuilder(), lines.Number + 1);
        while (Next() && !(line!.TrimStart().StartsWith(fence, StringComparison.Ordinal) && line.Trim().Trim(fence[0]).Length == 0))
        {
            if (code.Length + line.Length > Longest)
            {
                foreach (var block in Code(code.ToString(), from))
                    yield return block;
                code.Clear();
            }

            if (code.Length == 0)
                from = lines.Number;
            code.Append(code.Length > 0 ? "\n" : "").Append(line);
        }

        if (code.Length > 0)
            foreach (var block in Code(code.ToString(), from))
                yield return block;
    }

    // Up to an empty line, or to the end of what may hold some.
    IEnumerable<Block> ReadHtml(string first, string name)
    {
        var (markup, number) = (new StringBuilder(), lines.Number);
        var end = name switch { "table" or "pre" or "script" or "style" => $"</{name}", "!--" => "-->", _ => null };
        line = first;
        do
        {
            markup.Append(line).Append('\n');
            if (end is not null && line!.Contains(end, StringComparison.OrdinalIgnoreCase))
                break;
        }
        while (markup.Length < LongestHtml && Next() && (end is not null || !string.IsNullOrWhiteSpace(line)));

        isBlankBefore = true;
        var html = new HtmlBlocks(budget, section: 1, paragraphs: number - 1, tables);
        var blocks = html.Read(HtmlParser.Tree(markup.ToString(), budget).Body);
        tables = html.Tables;
        return blocks;
    }

    bool IsHeaderOf(string rule)
    {
        var header = pending.ToString();
        // Its last line, where text runs into it.
        return header.Contains('|') && MarkdownLine.Cells(header).Count == MarkdownLine.Cells(rule).Count;
    }

    IEnumerable<Block> ReadTable()
    {
        var header = pending.ToString();
        pending.Clear();
        (marker, isQuote) = (null, false);
        var position = new Position(1, pendingFrom, ++tables);
        return new RowPieces(position, headerRows: 1).Cut(Rows(header, position));
    }

    IEnumerable<RowCells> Rows(string header, Position position)
    {
        yield return Row(header, position, 0);
        for (var row = 1; Next() && line!.Contains('|'); row++)
            yield return Row(line, position, row);
        held = line;
    }

    RowCells Row(string read, Position position, int row)
    {
        var texts = MarkdownLine.Cells(read);
        budget.Row(texts.Count);
        var cells = new Cell[texts.Count];
        for (var column = 0; column < cells.Length; column++)
        {
            var place = position with { Row = row + 1, Column = column + 1 };
            var blocks = new List<Block>();
            if (texts[column].Length > 0)
                MarkdownInlines.Read(texts[column], new ParagraphAssembly { Position = place }, blocks);
            cells[column] = new() { Row = row, Column = column, Blocks = blocks };
        }

        return new(row, cells);
    }
}
