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
    ];

    /// <summary>Reads the file, or says why not.</summary>
    /// <param name="file">The whole file. It is not kept beyond the call, but for the bytes of pictures that lie unpacked in it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; large files are worth a token with a time limit.</exception>
    public static ParseResult Read(ReadOnlyMemory<byte> file, ParseOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (file.Length > options.Limits.FileBytes)
                throw new RefusedException(RefusalCodes.FileTooLarge, $"The file is larger than {options.Limits.FileBytes:N0} bytes.");
            var budget = new ParseBudget(options, cancellationToken);
            var format = FileSignature.Sniff(file, budget);
            var parser = Array.Find(Parsers, p => p.Format == format) ?? throw FileSignature.Refuse(format);
            return new ParseResult.Parsed(Checked(parser.Parse(file, budget)));
        }
        catch (RefusedException e)
        {
            return new ParseResult.Refused(e.Refusal);
        }
    }

    // A damaged file that yields nothing was not read. A whole one may be empty, but nobody should take that for a document's text.
    static Document Checked(Document document)
    {
        if (HasContent(document))
            return document;
        if (document.Warnings.Count > 0 || document.Sections.Count == 0)
            throw new RefusedException(RefusalCodes.Damaged, "The file is damaged, and nothing in it could be recovered.");
        return document with { Warnings = [new(WarningCodes.NoText, "There is no text in this document.")] };
    }

    static bool HasContent(Document document)
    {
        // Most documents show it in their first paragraphs; only the others are counted through.
        foreach (var section in document.Sections)
            foreach (var block in section.Blocks)
                if (block is Table { Cells.Count: > 0 } or Picture or Equation || (block is Paragraph paragraph && !string.IsNullOrWhiteSpace(paragraph.Text)))
                    return true;
        return document.Counts is { Characters: > 0 } or { Pictures: > 0 } or { EmbeddedObjects: > 0 } or { Equations: > 0 } or { Cells: > 0 };
    }
}
