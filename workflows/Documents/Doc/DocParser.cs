using Asan.Documents.CompoundFiles;

namespace Asan.Documents.Doc;

/// <summary>Reads documents of Word 97 to 2003 ([MS-DOC]).</summary>
sealed class DocParser : IDocumentParser
{
    public FileFormat Format => FileFormat.Doc;

    public Document Parse(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var compound = CompoundFile.Open(file, budget);
        var document = Stream(compound, "WordDocument", budget)
            ?? throw new RefusedException(RefusalCodes.Damaged, "The stream that holds the text is missing.");
        var fib = Fib.Read(document, budget.Options);
        var table = Stream(compound, fib.TableStream, budget) ?? Stream(compound, fib.OtherTableStream, budget)
            ?? throw new RefusedException(RefusalCodes.Damaged, "The stream that says where the text lies is missing.");
        var data = Stream(compound, "Data", budget) ?? default;
        return new DocReading(fib, document, table, data, budget).Read(DocProperties.Read(compound));
    }

    static ReadOnlyMemory<byte>? Stream(CompoundFile compound, string name, ParseBudget budget)
    {
        if (!compound.TryRead(name, out var stream))
            return null;
        if (!stream.IsWhole)
            budget.Warn(WarningCodes.Truncated, "The stream is cut off: its end is lost.", name);
        return stream.Bytes;
    }
}
