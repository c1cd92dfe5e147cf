using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>Remarks on the cells of a sheet.</summary>
static class XlsxComments
{
    /// <param name="table">Where the sheet's table stands.</param>
    public static List<Note> Read(XlsxSheet sheet, Position table, XlsxParts parts)
    {
        var notes = new List<Note>();
        foreach (var (part, type) in XlsxRelationships.Of(sheet.Part, parts).Values)
        {
            if (type != "comments")
                continue;
            using var file = parts.TryRead(part);
            if (file is null)
                parts.Budget.Warn(WarningCodes.Missing, "Comments on cells are not in the file.", part);
            else
                Read(file.Xml.Span, table, parts.Budget, notes);
        }

        return notes;
    }

    static void Read(ReadOnlySpan<byte> xml, Position table, ParseBudget budget, List<Note> notes)
    {
        var authors = new List<string>();
        var scanner = new XmlScanner(xml, budget.Limits.XmlDepth);
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start)
                continue;
            if (scanner.Name.SequenceEqual("author"u8))
            {
                budget.Object();
                authors.Add(scanner.ReadText().Trim());
            }
            else if (scanner.Name.SequenceEqual("comment"u8))
            {
                budget.Object();
                var (row, column) = XlsxAddress.Of(scanner.Attribute("ref"u8));
                var author = scanner.Number("authorId"u8, -1);
                var text = XlsxStrings.ReadRich(ref scanner).Trim();
                budget.Characters(text.Length);
                if (text.Length == 0)
                    continue;
                var position = table with { Row = Math.Clamp(row + 1, 0, XlsxAddress.Rows), Column = Math.Clamp(column + 1, 0, budget.Limits.Columns) };
                notes.Add(new()
                {
                    Kind = NoteKind.Memo,
                    Author = author >= 0 && author < authors.Count && authors[author].Length > 0 ? authors[author] : null,
                    Position = position,
                    Blocks = [new Paragraph { Text = text, Position = position }],
                });
            }
        }
    }
}
