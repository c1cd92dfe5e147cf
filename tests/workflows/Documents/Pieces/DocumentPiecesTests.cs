using Asan.Documents.Exports;
using Asan.Documents.Pieces;

namespace Asan.Documents.Tests.Pieces;

public sealed class DocumentPiecesTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static Paragraph Paragraph(string text) => new() { Text = text };

    static Table Table(int number, int rows, int columns, int headerRows = 1, Func<int, int, string>? text = null) => new()
    {
        Number = number,
        Rows = rows,
        Columns = columns,
        HeaderRows = headerRows,
        Caption = [Paragraph("표 1. 검사 결과")],
        Cells = [.. from row in Enumerable.Range(0, rows)
                    from column in Enumerable.Range(0, columns)
                    select new Cell { Row = row, Column = column, Blocks = [Paragraph(text?.Invoke(row, column) ?? $"검사 {row}-{column} 정상 범위")] }],
    };

    static Document Document(params Section[] sections) => new() { Format = FileFormat.Docx, Metadata = new(), Sections = sections };

    static Document Joined(DocumentPieces pieces)
    {
        var joining = new PieceJoining();
        foreach (var section in pieces.Sections())
            joining.Add(section);
        return joining.Finish(pieces.Head, [.. pieces.Files()], pieces.Tail());
    }

    static async Task<string> InPiecesAsync(Document document, Func<TextWriter, DocumentHead, TextOptions, ISectionWriter> begin, TextOptions options)
    {
        var pieces = DocumentPieces.Of(document);
        using var target = new StringWriter();
        var writer = begin(target, pieces.Head, options);
        foreach (var section in pieces.Sections())
            await writer.WriteAsync(section, Ct);
        await writer.CompleteAsync(Ct);
        return target.ToString();
    }

    static Document Long()
    {
        var note = new Note { Kind = NoteKind.Footnote, Mark = "1)", Blocks = [Paragraph("각주 하나")] };
        var text = Enumerable.Range(0, 3000).Select(i => Paragraph($"제{i}조(목적) 이 규정은 환자의 안전을 위하여 {new string('가', i % 90)}"));
        return Document(
            new() { Blocks = [new Paragraph { Text = "본문", Inlines = [new NoteReference(1, note)] }, .. text, Table(1, 4000, 5), Paragraph("끝")], Furniture = [new() { Kind = FurnitureKind.Header, Blocks = [Paragraph("머리말")] }] },
            new() { Blocks = [Table(2, 3, 2), Paragraph("둘째 구역"), new Paragraph { Text = "또", Inlines = [new NoteReference(1, note)] }], LooseNotes = [note] });
    }

    [Fact]
    public void What_was_cut_is_whole_again_when_it_is_joined()
    {
        var document = Long();

        var pieces = DocumentPieces.Of(document);
        var sections = pieces.Sections().ToList();
        var joined = Joined(DocumentPieces.Of(document));

        Assert.True(sections.Count > 5);
        Assert.Equal(document.Counts, joined.Counts);
        Assert.Equal(document.Counts, pieces.Tail().Counts);
        Assert.Equal(Grids.Of(document), Grids.Of(joined));
        Assert.Equal(Reading.Shown(document), Reading.Shown(joined));
    }

    [Theory]
    [InlineData("d02-hwp-stats-2010.hwp")]
    [InlineData("d14-hwp-fdi-2024q1.hwp")]
    [InlineData("d17-hwpx-form-002.hwpx")]
    [InlineData("d21-misnamed-hwp.hwpx")]
    [InlineData("d26-docx-korean.docx")]
    [InlineData("d27-docx-rich-cells.docx")]
    public async Task Real_documents_lose_nothing_however_shortesttheir_pieces(string name)
    {
        const int shortest = 1_000;
        var document = SampleDocuments.Open(name);
        var pieces = document.Sections.SelectMany(section => PieceCutting.Cut(section, section.Blocks, shortest)).ToList();
        var head = DocumentPieces.Of(document).Head;
        var joining = new PieceJoining();
        using var text = new StringWriter();
        var writer = TextExport.Begin(text, head, TextOptions.Shown);
        foreach (var piece in pieces)
        {
            joining.Add(piece);
            await writer.WriteAsync(piece, Ct);
        }

        var joined = joining.Finish(head, document.Files, new(document.Warnings, document.Counts));
        Assert.True(pieces.Count > document.Sections.Count);
        Assert.Equal(document.Counts, joined.Counts);
        Assert.Equal(Grids.Of(document), Grids.Of(joined));
        Assert.Equal(MarkdownExport.Write(document, TextOptions.Shown), MarkdownExport.Write(joined, TextOptions.Shown));
        Assert.Equal(TextExport.Write(document, TextOptions.Shown), text.ToString());
    }

    [Fact]
    public void A_table_is_cut_between_rows_with_its_header_said_again_and_its_rows_by_their_numbers()
    {
        var pieces = DocumentPieces.Of(Document(new Section { Blocks = [Table(1, 4000, 5)] })).Sections().SelectMany(s => s.Blocks).Cast<Table>().ToList();

        Assert.True(pieces.Count > 2);
        Assert.All(pieces, piece => Assert.Equal((1, 5), (piece.HeaderRows, piece.Cells.Count(cell => cell.Row == 0))));
        Assert.Equal(Enumerable.Range(1, 3999), pieces.SelectMany(piece => piece.Cells.Where(cell => cell is { Column: 0, Row: > 0 }).Select(cell => cell.Row)));
        Assert.Equal(pieces.Skip(1).Select(piece => piece.FirstRow), pieces.SkipLast(1).Select(piece => piece.Rows));
        Assert.Equal(4000, pieces[^1].Rows);
        Assert.Equal([1, .. Enumerable.Repeat(0, pieces.Count - 1)], pieces.Select(piece => piece.Caption.Count));
    }

    [Fact]
    public void A_cell_that_reaches_over_rows_is_not_cut()
    {
        var plain = Table(1, 4000, 5);
        Cell[] cells = [new() { Row = 0, Column = 0, RowSpan = 4000, Blocks = [Paragraph("내과")] }, .. plain.Cells.Where(cell => cell.Column > 0)];
        var table = new Table { Number = 1, Rows = 4000, Columns = 5, Cells = cells };

        Assert.Single(DocumentPieces.Of(Document(new Section { Blocks = [table] })).Sections());
    }

    [Fact]
    public async Task Markdown_and_text_of_the_pieces_are_those_of_the_whole()
    {
        var document = Long();

        Assert.Equal(MarkdownExport.Write(document, TextOptions.Shown), await InPiecesAsync(document, MarkdownExport.Begin, TextOptions.Shown));
        Assert.Equal(TextExport.Write(document, TextOptions.Shown), await InPiecesAsync(document, TextExport.Begin, TextOptions.Shown));
    }

    [Fact]
    public async Task Markdown_of_a_long_table_with_merged_cells_is_that_of_the_whole()
    {
        var plain = Table(1, 4000, 5);
        Cell[] cells = [new() { Row = 0, Column = 0, ColumnSpan = 5, Blocks = [Paragraph("넓은 머리")] }, .. plain.Cells.Where(cell => cell.Row > 0)];
        var document = Document(new Section { Blocks = [new Table { Number = 1, Rows = 4000, Columns = 5, HeaderRows = 1, Cells = cells }, Paragraph("끝")] });

        Assert.Equal(MarkdownExport.Write(document, TextOptions.Shown), await InPiecesAsync(document, MarkdownExport.Begin, TextOptions.Shown));
    }

    [Fact]
    public void A_document_without_anything_in_it_says_so_and_a_damaged_one_is_refused()
    {
        var empty = Document(new Section { Blocks = [Paragraph(" ")] });
        var pieces = DocumentPieces.Of(empty);

        Assert.Single(pieces.Sections().ToList());
        Assert.Equal(WarningCodes.NoText, Assert.Single(pieces.Tail().Warnings).Code);
        var damaged = DocumentPieces.Of(empty with { Warnings = [new(WarningCodes.Damaged, "damaged")] });
        Assert.Equal(RefusalCodes.Damaged, Assert.Throws<RefusedException>(() => damaged.Sections().ToList()).Refusal.Code);
    }
}
