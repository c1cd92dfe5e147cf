using Asan.Documents.Pieces;

namespace Asan.Documents;

/// <summary>Reads a format that need not be held whole: what was read is given away before the rest is.</summary>
interface IPiecewiseParser
{
    FileFormat Format { get; }

    /// <summary>Begins to read the file; its sections are read as they are asked for. Else as <see cref="IDocumentParser.Parse"/>.</summary>
    DocumentPieces Open(ReadOnlyMemory<byte> file, ParseBudget budget);
}
