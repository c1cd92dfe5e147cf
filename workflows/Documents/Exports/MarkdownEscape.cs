using System.Buffers;
using System.Text;

namespace Asan.Documents.Exports;

/// <summary>Makes text of a document mean nothing but itself in Markdown and in HTML.</summary>
static class MarkdownEscape
{
    static readonly SearchValues<char> Marks = SearchValues.Create("\\`*_[]<>&|#~\n");

    /// <param name="inHtml">Inside an HTML table, where only HTML's own marks mean something.</param>
    /// <param name="atStart">At the start of a line, where <c>#</c>, <c>-</c> and <c>+</c> mean something.</param>
    public static void Append(ReadOnlySpan<char> piece, StringBuilder text, bool inHtml, bool inRow, bool atStart)
    {
        if (atStart && !inHtml && piece is ['-' or '+' or '=', ..])
            text.Append('\\');
        for (var at = piece.IndexOfAny(Marks); at >= 0; at = piece.IndexOfAny(Marks))
        {
            text.Append(piece[..at]);
            AppendMark(piece[at], text, inHtml, inRow, atStart && at == 0);
            piece = piece[(at + 1)..];
            atStart = false;
        }

        text.Append(piece);
    }

    static void AppendMark(char mark, StringBuilder text, bool inHtml, bool inRow, bool atStart)
    {
        switch (mark)
        {
            case '<':
                text.Append("&lt;");
                break;
            case '>':
                text.Append("&gt;");
                break;
            case '&':
                text.Append("&amp;");
                break;
            case '\n':
                text.Append(inHtml || inRow ? "<br>" : "  \n");
                break;
            case '|' when !inRow:
            case '#' when !atStart:
            case var _ when inHtml:
                text.Append(mark);
                break;
            default:
                text.Append('\\').Append(mark);
                break;
        }
    }
}
