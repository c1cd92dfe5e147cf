using Asan.Workflows.Search.Text;
using Spectre.Console;

namespace Asan.DocumentsConsole.Search;

/// <summary>A snippet with its found words marked. Its text is a document's: it is cleaned here whatever the host has done, so that a terminal only shows it.</summary>
static class MarkedText
{
    const string BetweenCells = " | ";

    static readonly Style Mark = new(Color.Yellow, decoration: Decoration.Bold);

    public static Paragraph Of(Snippet snippet)
    {
        var (text, shown, at) = (snippet.Text, new Paragraph(), 0);
        foreach (var highlight in snippet.Highlights)
        {
            var start = Math.Clamp(highlight.Start, at, text.Length);
            var end = start + Math.Clamp(highlight.Length, 0, text.Length - start);
            shown.Append(Plain(text[at..start])).Append(Plain(text[start..end]), Mark);
            at = end;
        }

        return shown.Append(Plain(text[at..]));
    }

    static string Plain(string text) => ShownText.Clean(text).Replace("\t", BetweenCells, StringComparison.Ordinal);
}
