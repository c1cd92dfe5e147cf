using System.Buffers;
using System.Globalization;
using System.Text;

namespace Asan.Workflows.Search.Text;

/// <summary>
/// Text of a document as it may be shown: no control characters, nothing that turns the direction of what stands around it, nothing invisible
/// that tells a model more than its reader sees. Markup stays what it is, characters.
/// </summary>
public static class ShownText
{
    const int LongestLine = 500;

    // Letters, signs and marks by their category, that show nothing: the first four take the room of a letter.
    const string Blanks = "\u115F\u3164\uFFA0\u2800", Nothings = "\u1160\u034F\u17B4\u17B5";

    static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => !IsPlain(letter))]);

    /// <summary>The text without what is never shown. Line breaks become <c>\n</c>; <c>\n</c> and tabs stay.</summary>
    public static string Clean(string text)
    {
        var first = text.AsSpan().IndexOfAny(Suspects);
        if (first < 0)
            return text;

        var clean = new StringBuilder(text.Length).Append(text, 0, first);
        for (var at = first; at < text.Length; at++)
            Append(text, ref at, clean);
        return clean.ToString();
    }

    /// <summary>A title, a name or a message: the same on one line, and no longer than a person reads.</summary>
    public static string Line(string text, int longest = LongestLine)
    {
        var line = Clean(text.Length > 4 * longest ? text[..(4 * longest)] : text).ReplaceLineEndings(" ").Trim();
        if (line.Length <= longest)
            return line;
        return line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)];
    }

    static void Append(string text, ref int at, StringBuilder clean)
    {
        var letter = text[at];
        if (!Suspects.Contains(letter))
            clean.Append(letter);
        else if (Blanks.Contains(letter))
            clean.Append(' ');
        else if (letter is '\r' or '\u0085' or '\u2028' or '\u2029' or '\v' or '\f')
            clean.Append(letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? "" : "\n");
        else if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            if (Rune.GetUnicodeCategory(new Rune(letter, text[at + 1])) is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark))
                clean.Append(letter).Append(text[at + 1]);
            at++;
        }
    }

    static bool IsPlain(char letter) => letter is '\n' or '\t' || (!char.IsSurrogate(letter)
        && letter is not ('\u2028' or '\u2029' or (>= '\uFE00' and <= '\uFE0F')) && !Blanks.Contains(letter) && !Nothings.Contains(letter)
        && char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned));
}
