using Asan.Documents.Pieces;

namespace Asan.Documents;

/// <summary>Reads a file as what its bytes say it is. The one door to all parsers.</summary>
public static class DocumentReader
{
    static readonly IDocumentParser[] Parsers =
    [
        new Hwp.HwpParser(),
        new Hwpx.HwpxParser(),
        new Docx.DocxParser(),
        new Doc.DocParser(),
        new Html.HtmlParser(),
    ];

    static readonly IPiecewiseParser[] PiecewiseParsers =
    [
        new Text.PlainTextParser(),
        new Markdown.MarkdownParser(),
        new Csv.CsvParser(),
        new Xlsx.XlsxParser(),
    ];

    /// <summary>Reads the file, or says why not.</summary>
    /// <param name="file">The whole file. It is not kept beyond the call, but for the bytes of pictures that lie unpacked in it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; large files are worth a token with a time limit.</exception>
    public static ParseResult Read(ReadOnlyMemory<byte> file, ParseOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var pieces = Open(file, options, cancellationToken);
            var joining = new PieceJoining();
            foreach (var section in pieces.Sections())
                joining.Add(section);
            return new ParseResult.Parsed(joining.Finish(pieces.Head, [.. pieces.Files()], pieces.Tail()));
        }
        catch (RefusedException e)
        {
            return new ParseResult.Refused(e.Refusal);
        }
    }

    /// <summary>Begins to read the file: its pieces come as they are asked for, and only until then is the file kept.</summary>
    /// <exception cref="RefusedException">The file is not read. The pieces may throw it as well.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DocumentPieces Open(ReadOnlyMemory<byte> file, ParseOptions options, CancellationToken cancellationToken)
    {
        if (file.Length > options.Limits.FileBytes)
            throw new RefusedException(RefusalCodes.FileTooLarge, $"The file is larger than {options.Limits.FileBytes:N0} bytes.");
        var budget = new ParseBudget(options, cancellationToken);
        var format = FileSignature.Sniff(file, budget);
        if (Array.Find(PiecewiseParsers, p => p.Format == format) is { } piecewise)
            return piecewise.Open(file, budget);
        var parser = Array.Find(Parsers, p => p.Format == format) ?? throw FileSignature.Refuse(format);
        return DocumentPieces.Of(parser.Parse(file, budget));
    }
}
