using Asan.Documents.Assembly;
using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>Reads a table as a grid. Rows state spans, never addresses: a cell's column is what stands before it, and its height what continues below.</summary>
sealed class TableReader(Story story)
{
    // Word allows 63 columns; what goes far beyond is damage or an attack.
    const int WidestSpan = 1024;

    sealed class RowCell(Element element, int column, int span)
    {
        public Element Element => element;

        public List<Element> Content { get; } = [.. element.Children];

        public int Column => column;

        public int Span { get; set; } = span;

        public int Height { get; set; } = 1;
    }

    sealed record Row(List<RowCell> Cells, bool IsHeader);

    public void Read(Element table, List<Block> into, CellAddress? outer, int depth)
    {
        var context = story.Context;
        var number = ++context.Tables;
        var position = context.At(outer);
        var rows = Merge(Rows(table));
        if (rows.Count == 0)
            return;

        var assembly = new TableAssembly(rows.Count, rows.Max(row => row.Cells.Count == 0 ? 0 : row.Cells.Max(c => c.Column + c.Span)), context.Budget);
        var headerRows = rows.TakeWhile(row => row.IsHeader).Count();
        var blocks = new BlockReader(story);
        for (var row = 0; row < rows.Count; row++)
            foreach (var cell in rows[row].Cells)
            {
                var place = assembly.Place(row, cell.Column, cell.Height, cell.Span);
                var address = new CellAddress(number, place.Row, place.Column);
                assembly.Add(place, blocks.Read(cell.Content, address, depth + 1), isHeader: row < headerRows);
            }

        into.Add(assembly.Finish(position, number, caption: [], repeatsHeader: false));
    }

    static List<Row> Rows(Element table)
    {
        var rows = new List<Row>();
        foreach (var element in Unwrapped(table, "tr"))
        {
            var properties = element.ChildOrNothing("trPr");
            if (properties.Child("del") is not null || properties.Child("moveFrom") is not null)
                continue;
            rows.Add(new(Cells(element, properties), properties.Flag("tblHeader") ?? false));
        }

        return rows;
    }

    static List<RowCell> Cells(Element row, Element properties)
    {
        var cells = new List<RowCell>();
        var column = Span(properties.Value("gridBefore"), 0);
        foreach (var element in Unwrapped(row, "tc"))
        {
            var cell = element.ChildOrNothing("tcPr");
            if (cell.Child("cellDel") is not null)
                continue;
            var span = Span(cell.Value("gridSpan"), 1);
            // An older way to join cells of a row: the first says so, and those it covers are still there.
            if (cell.Child("hMerge") is { } merge && merge.Attribute("val") != "restart" && cells.Count > 0)
            {
                cells[^1].Span += span;
                cells[^1].Content.AddRange(element.Children);
            }
            else
            {
                cells.Add(new(element, column, span));
            }

            column += span;
        }

        return cells;
    }

    // A cell that continues the one above it has no text of its own: it makes that one taller.
    static List<Row> Merge(List<Row> rows)
    {
        var above = new Dictionary<int, (RowCell Cell, int LastRow)>();
        for (var row = 0; row < rows.Count; row++)
        {
            var own = new List<RowCell>();
            foreach (var cell in rows[row].Cells)
            {
                if (Continues(cell.Element) && above.TryGetValue(cell.Column, out var top) && top.LastRow == row - 1 && top.Cell.Span == cell.Span)
                {
                    top.Cell.Height++;
                    above[cell.Column] = (top.Cell, row);
                }
                else
                {
                    own.Add(cell);
                    above[cell.Column] = (cell, row);
                }
            }

            rows[row] = rows[row] with { Cells = own };
        }

        return rows;
    }

    static bool Continues(Element cell) =>
        cell.ChildOrNothing("tcPr").Child("vMerge") is { } merge && merge.Attribute("val") is null or "" or "continue";

    static int Span(string? value, int least) => Math.Clamp(WordValues.Number(value) ?? least, least, WidestSpan);

    // Rows and cells may stand in content controls, tracked changes and the like, and these in each other.
    static IEnumerable<Element> Unwrapped(Element parent, string name)
    {
        foreach (var child in parent.Children)
        {
            if (child.Name == name)
            {
                yield return child;
                continue;
            }

            var inner = child.Name switch
            {
                "sdt" => child.Child("sdtContent"),
                "customXml" or "smartTag" or "ins" or "moveTo" => child,
                "mc:AlternateContent" => AlternateContent.Branch(child),
                _ => null,
            };
            if (inner is not null)
                foreach (var found in Unwrapped(inner, name))
                    yield return found;
        }
    }
}
