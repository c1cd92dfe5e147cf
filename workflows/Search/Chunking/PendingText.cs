using System.Text.RegularExpressions;
using Asan.Documents;

namespace Asan.Workflows.Search.Chunking;

/// <summary>Paragraphs that wait to become one chunk.</summary>
sealed partial class PendingText
{
    // Lines that say what a table is, and stand above it as paragraphs.
    const int LongestLead = 100;

    readonly List<(string Text, int Tokens, Position Position)> lines = [];

    public int Tokens { get; private set; }

    public void Add(string text, int tokens, Position position)
    {
        lines.Add((text, Math.Max(1, tokens), position));
        Tokens += Math.Max(1, tokens);
    }

    /// <summary>Takes away the caption and the line of units at the end, which belong to the table that follows.</summary>
    public IReadOnlyList<string> TakeTableLead()
    {
        var from = lines.Count;
        while (from > 0 && lines.Count - from < 2 && lines[from - 1].Text is { Length: <= LongestLead } text && TableLead().IsMatch(text))
            from--;
        string[] lead = [.. lines.Skip(from).Select(line => line.Text)];
        foreach (var line in lines.Skip(from))
            Tokens -= line.Tokens;
        lines.RemoveRange(from, lines.Count - from);
        return lead;
    }

    public (string Text, Citation Citation) Take()
    {
        var (first, last) = (lines[0].Position, lines[^1].Position);
        // A chunk may run over the end of a section: it is cited by the section it begins in.
        var lastParagraph = last.Section == first.Section ? last.Paragraph : lines.Last(line => line.Position.Section == first.Section).Position.Paragraph;
        var pages = lines.Select(line => line.Position.Page).Where(page => page > 0).DefaultIfEmpty(0).ToArray();
        var citation = new Citation(first.Section, first.Paragraph, lastParagraph, FirstPage: pages.Min(), LastPage: pages.Max(), PagesAreApproximate: first.PageIsApproximate);
        var text = string.Join('\n', lines.Select(line => line.Text));
        lines.Clear();
        Tokens = 0;
        return (text, citation);
    }

    [GeneratedRegex(@"^(?:[<\[〈【(（]?\s*표\s*[0-9]|[(（\[]?\s*단위\s*[:：])")]
    private static partial Regex TableLead();
}
