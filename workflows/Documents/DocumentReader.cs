namespace Asan.Documents;

/// <summary>Reads a file as what its bytes say it is. The one door to all parsers.</summary>
public static class DocumentReader
{
    static readonly IDocumentParser[] Parsers =
    [
        new Hwp.HwpParser(),
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
            return new ParseResult.Parsed(parser.Parse(file, budget));
        }
        catch (RefusedException e)
        {
            return new ParseResult.Refused(e.Refusal);
        }
    }
}
