using Asan.Documents.Rows;
using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>The rows of a sheet that hold something, one at a time.</summary>
/// <param name="table">Where the sheet's table stands.</param>
sealed class XlsxRows(ReadOnlyMemory<byte> xml, Position table, XlsxValues values, ParseBudget budget)
{
    readonly List<string> texts = [];
    int at;
    int last = -1;

    /// <summary>The sheet ends within its cells.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Rows or cells do not stand in their order.</summary>
    public bool IsCorrected { get; private set; }

    public IEnumerable<RowCells> Read()
    {
        if (!ToCells())
            yield break;
        while (ReadRow())
        {
            var filled = texts.FindLastIndex(text => !string.IsNullOrWhiteSpace(text)) + 1;
            budget.Row(filled);
            if (filled == 0)
                continue;
            var cells = new Cell[filled];
            for (var column = 0; column < filled; column++)
                cells[column] = RowCells.CellOf(texts[column].Trim(), table with { Row = last + 1, Column = column + 1 });
            yield return new(last, cells);
        }
    }

    bool ToCells()
    {
        var scanner = new XmlScanner(xml.Span, budget.Limits.XmlDepth);
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start || !scanner.Name.SequenceEqual("sheetData"u8))
                continue;
            at = scanner.Position;
            // An empty element ends itself, and says so next.
            return !scanner.Read() || scanner.Token != XmlToken.End;
        }

        IsDamaged = true;
        return false;
    }

    bool ReadRow()
    {
        texts.Clear();
        var scanner = new XmlScanner(xml.Span[at..], budget.Limits.XmlDepth);
        while (scanner.Read())
        {
            if (scanner.Token == XmlToken.End)
                return false;
            if (scanner.Token != XmlToken.Start)
                continue;
            if (!scanner.Name.SequenceEqual("row"u8))
            {
                scanner.Skip();
                continue;
            }

            var number = scanner.Number("r"u8, last + 2) - 1;
            if (number <= last || number >= XlsxAddress.Rows)
            {
                IsCorrected = true;
                number = last + 1;
            }

            last = number;
            var depth = scanner.Depth;
            while (scanner.ReadChild(depth))
            {
                if (scanner.Name.SequenceEqual("c"u8))
                    ReadCell(ref scanner);
                else
                    scanner.Skip();
            }

            at += scanner.Position;
            return true;
        }

        IsDamaged = true;
        return false;
    }

    void ReadCell(ref XmlScanner scanner)
    {
        var column = scanner.Attribute("r"u8) is { } address ? XlsxAddress.Of(address).Column : texts.Count;
        if (column < texts.Count)
        {
            IsCorrected = true;
            column = texts.Count;
        }

        var (type, style) = (scanner.Attribute("t"u8), scanner.Number("s"u8));
        string? value = null;
        var isFormula = false;
        var depth = scanner.Depth;
        while (scanner.ReadChild(depth))
        {
            if (scanner.Name.SequenceEqual("v"u8))
                value = scanner.ReadText();
            else if (scanner.Name.SequenceEqual("is"u8))
                value = XlsxStrings.ReadRich(ref scanner);
            else
            {
                isFormula |= scanner.Name.SequenceEqual("f"u8);
                scanner.Skip();
            }
        }

        var text = values.TextOf(type, style, value, isFormula);
        if (text.Length == 0)
            return;
        // Before anything of that size is made.
        if (column >= budget.Limits.Columns)
            budget.Row(column + 1);
        while (texts.Count < column)
            texts.Add("");
        texts.Add(text);
    }
}
