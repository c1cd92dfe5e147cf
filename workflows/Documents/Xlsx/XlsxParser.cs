using Asan.Documents.Pieces;
using Asan.Documents.Rows;
using Asan.Documents.Zip;

namespace Asan.Documents.Xlsx;

/// <summary>
/// Reads workbooks of Office Open XML: each sheet is a section under its name, its cells a table with the numbers of its rows. Values are as a reader sees them, of
/// formulas those that were stored.
/// </summary>
sealed class XlsxParser : IPiecewiseParser
{
    public FileFormat Format => FileFormat.Xlsx;

    public DocumentPieces Open(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var zip = ZipPackage.Open(file, budget);
        if (zip.Find("xl/workbook.bin") is not null)
            throw new RefusedException(RefusalCodes.UnsupportedFormat, "This is XLSB, the binary form of XLSX. Open it in Excel and save it as XLSX.");
        if (zip.IsRecovered)
            budget.Warn(WarningCodes.Recovered, "The directory of the zip is lost: its entries were found by looking for them.");
        var parts = new XlsxParts(zip, budget);
        var workbook = XlsxWorkbook.Read(parts);
        if (workbook.Sheets.Count == 0)
            throw new RefusedException(RefusalCodes.Damaged, "The file holds no sheets.");
        return new(new() { Format = FileFormat.Xlsx, Metadata = XlsxProperties.Read(parts) }, Read(workbook, parts, budget), [], budget.Warnings);
    }

    static IEnumerable<Section> Read(XlsxWorkbook workbook, XlsxParts parts, ParseBudget budget)
    {
        using var strings = XlsxStrings.Read(parts);
        var cells = new XlsxValues(strings, XlsxFormats.Read(parts), workbook.CountsFrom1904, budget);
        for (var i = 0; i < workbook.Sheets.Count; i++)
        {
            var sheet = workbook.Sheets[i];
            if (sheet.IsHidden)
                budget.Warn(WarningCodes.Hidden, "The sheet is hidden, and was read like the others.", sheet.Part);
            foreach (var piece in Pieces(sheet, i + 1, parts, cells, budget))
                yield return piece;
        }

        if (cells.Uncomputed > 0)
            budget.Warn(WarningCodes.Missing, $"{cells.Uncomputed:N0} formulas have no value in the file: no program has computed them.");
    }

    static IEnumerable<Section> Pieces(XlsxSheet sheet, int number, XlsxParts parts, XlsxValues values, ParseBudget budget)
    {
        var heading = new Paragraph { Position = new(number, 1), Text = sheet.Name, Heading = new(1, HeadingEvidence.Outline), Style = sheet.IsHidden ? "hidden" : null };
        var isFirst = true;
        foreach (var table in Tables(sheet, parts, values, number, budget))
        {
            yield return new() { Blocks = isFirst ? [heading, table] : [table], Continues = !isFirst };
            isFirst = false;
        }

        // An empty sheet's name alone is no text.
        var notes = XlsxComments.Read(sheet, new(number, 2, number), parts);
        if (isFirst || notes.Count > 0)
            yield return new() { Blocks = isFirst && notes.Count > 0 ? [heading] : [], LooseNotes = notes, Continues = !isFirst };
    }

    static IEnumerable<Table> Tables(XlsxSheet sheet, XlsxParts parts, XlsxValues values, int number, ParseBudget budget)
    {
        using var part = parts.TryRead(sheet.Part);
        if (part is null)
        {
            budget.Warn(WarningCodes.Missing, "A sheet of the workbook is not in the file.", sheet.Part);
            yield break;
        }

        var frame = XlsxFrame.Read(part.Xml, budget);
        var rows = new XlsxRows(part.Xml, new Position(number, 2, number), values, budget);
        var merges = new XlsxMerges(frame.Merges, budget);
        foreach (var table in new RowPieces(new(number, 2, number), frame.HeaderRows, merges.MayCutBefore, merges.Shape).Cut(rows.Read()))
            yield return table;
        if (rows.IsDamaged && part.IsWhole)
            budget.Warn(WarningCodes.Damaged, "The sheet is damaged: what came before was read, the rest is lost.", sheet.Part);
        if (rows.IsCorrected || merges.IsCorrected)
            budget.Warn(WarningCodes.Corrected, "Rows or cells that stood where they cannot were moved or parted.", sheet.Part);
    }
}
