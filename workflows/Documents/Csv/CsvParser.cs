using Asan.Documents.Pieces;
using Asan.Documents.Rows;
using Asan.Documents.Text;

namespace Asan.Documents.Csv;

/// <summary>Reads delimited text as one table, whose rows have the numbers of the file's records.</summary>
sealed class CsvParser : IPiecewiseParser
{
    public FileFormat Format => FileFormat.Csv;

    public DocumentPieces Open(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var encoding = TextEncoding.Of(file.Span) ?? throw FileSignature.Refuse(FileFormat.Unknown);
        var dialect = CsvDialect.Of(TextHead.Of(file, encoding), TextHead.IsWhole(file));
        var text = DecodedText.Open(file, encoding);
        var position = new Position(1, 1, 1);
        return new(new() { Format = FileFormat.Csv, Metadata = new() }, Sections(new RowPieces(position).Cut(Rows(text, dialect, budget))), [], budget.Warnings);
    }

    // A piece of the table is one of the section, and has its size already.
    static IEnumerable<Section> Sections(IEnumerable<Table> tables)
    {
        var isFirst = true;
        foreach (var table in tables)
        {
            yield return new() { Blocks = [table], Continues = !isFirst };
            isFirst = false;
        }

        if (isFirst)
            yield return new() { Blocks = [] };
    }

    static IEnumerable<RowCells> Rows(DecodedText text, CsvDialect dialect, ParseBudget budget)
    {
        for (var i = 0; i < dialect.Declared; i++)
            text.Reader.Read();
        var records = new CsvRecords(text.Reader, dialect.Delimiter, budget.Limits.CellCharacters);
        var fields = new List<string>();
        for (var row = 0; records.Read(fields, budget.Limits.Columns) is var count and > 0; row++)
        {
            budget.Row(count);
            var last = fields.FindLastIndex(field => field.Length > 0);
            if (last >= 0)
                yield return new(row, Cells(fields, row));
        }

        if (records.Unclosed > 0)
            budget.Warn(WarningCodes.Corrected, $"{records.Unclosed:N0} quotes are never closed, and were read as letters.");
        text.Finish(budget);
    }

    static Cell[] Cells(List<string> fields, int row)
    {
        var cells = new Cell[fields.Count];
        for (var column = 0; column < cells.Length; column++)
            cells[column] = RowCells.CellOf(fields[column].TrimEnd(), new(1, 1, 1, row + 1, column + 1));
        return cells;
    }
}
