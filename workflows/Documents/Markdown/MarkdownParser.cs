using Asan.Documents.Pieces;
using Asan.Documents.Text;

namespace Asan.Documents.Markdown;

/// <summary>Reads Markdown: CommonMark with pipe tables, and HTML where it stands for itself. A block has the number of the line it begins on.</summary>
sealed class MarkdownParser : IPiecewiseParser
{
    public FileFormat Format => FileFormat.Markdown;

    public DocumentPieces Open(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var text = DecodedText.Open(file);
        return new(new() { Format = FileFormat.Markdown, Metadata = new() }, PieceCutting.Cut(Read(text, budget)), [], budget.Warnings);
    }

    static IEnumerable<Block> Read(DecodedText text, ParseBudget budget)
    {
        foreach (var block in new MarkdownBlocks(new TextLines(text.Reader), budget).Read())
            yield return block;
        text.Finish(budget);
    }
}
