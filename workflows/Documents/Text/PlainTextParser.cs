using System.Text.RegularExpressions;
using Asan.Documents.Pieces;

namespace Asan.Documents.Text;

/// <summary>Reads plain text: each line is a paragraph that has the line's number, and lines with nothing in them only count.</summary>
sealed partial class PlainTextParser : IPiecewiseParser
{
    const int LongestHeading = 60;

    public FileFormat Format => FileFormat.Text;

    public DocumentPieces Open(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var text = DecodedText.Open(file);
        return new(new() { Format = FileFormat.Text, Metadata = new() }, PieceCutting.Cut(Read(text, budget)), [], budget.Warnings);
    }

    static IEnumerable<Block> Read(DecodedText text, ParseBudget budget)
    {
        var lines = new TextLines(text.Reader);
        while (lines.Read() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                budget.Line();
                continue;
            }

            budget.TextLine();
            var written = line.AsSpan().TrimEnd();
            yield return new Paragraph
            {
                Position = new(1, lines.Number),
                Text = written.Length == line.Length ? line : written.ToString(),
                Heading = HeadingOf(line),
            };
        }

        text.Finish(budget);
    }

    // Parts of a law or rule, which stand on lines of their own; articles are text.
    static Heading? HeadingOf(string line)
    {
        if (line.Length > LongestHeading || !line.Contains('제') || PartHeading().Match(line) is not { Success: true } match)
            return null;
        var level = match.Groups[1].ValueSpan switch { "편" => 1, "장" => 2, "절" => 3, _ => 4 };
        return new(level, HeadingEvidence.Typed);
    }

    // 제1장 총칙; not a sentence that begins so, nor a line of a table of contents, which ends with a page's number.
    [GeneratedRegex(@"^\s*제\s?\d{1,3}\s?(편|장|절|관)(?:의\s?\d{1,2})?(?:\s+[^.…·\t]*[^.…·\t\d\s]\s*)?$")]
    private static partial Regex PartHeading();
}
