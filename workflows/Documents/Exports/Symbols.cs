using System.Text;

namespace Asan.Documents.Exports;

/// <summary>
/// Characters of Unicode's private areas that fonts of office programs use for symbols, as the characters everybody can read. What is not known is kept:
/// to drop it would delete text without a word.
/// </summary>
static class Symbols
{
    // Fonts of symbols lie at U+F000 by their old codes: Wingdings where bullets come from it, Symbol where Wingdings has no bullet there.
    static readonly Dictionary<char, char> Known = new()
    {
        ['\uF028'] = '☎',
        ['\uF02A'] = '✉',
        ['\uF046'] = '☞',
        ['\uF04A'] = '☺',
        ['\uF06C'] = '●',
        ['\uF06D'] = '❍',
        ['\uF06E'] = '■',
        ['\uF06F'] = '□',
        ['\uF070'] = '□',
        ['\uF071'] = '❑',
        ['\uF072'] = '❒',
        ['\uF073'] = '⬧',
        ['\uF074'] = '⧫',
        ['\uF075'] = '◆',
        ['\uF076'] = '❖',
        ['\uF077'] = '⬥',
        ['\uF09E'] = '·',
        ['\uF09F'] = '•',
        ['\uF0A0'] = '▪',
        ['\uF0A1'] = '○',
        ['\uF0A2'] = '○',
        ['\uF0A4'] = '◉',
        ['\uF0A5'] = '◎',
        ['\uF0A7'] = '▪',
        ['\uF0A8'] = '□',
        ['\uF0AA'] = '✦',
        ['\uF0AB'] = '★',
        ['\uF0B7'] = '•',
        ['\uF0D8'] = '➢',
        ['\uF0DC'] = '➜',
        ['\uF0DF'] = '←',
        ['\uF0E0'] = '→',
        ['\uF0E1'] = '↑',
        ['\uF0E2'] = '↓',
        ['\uF0E8'] = '➔',
        ['\uF0EF'] = '⇦',
        ['\uF0F0'] = '⇨',
        ['\uF0F1'] = '⇧',
        ['\uF0F2'] = '⇩',
        ['\uF0FB'] = '✗',
        ['\uF0FC'] = '✔',
        ['\uF0FD'] = '☒',
        ['\uF0FE'] = '☑',
    };

    // Old Hangul, by the code that Hanyang's fonts gave the syllable; these are the ones that still occur.
    static readonly Dictionary<char, string> OldHangul = new() { ['\uF53A'] = "ᄒᆞᆫ" };

    public static string Shown(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uE000', '\uF8FF') < 0)
            return text;
        var shown = new StringBuilder(text.Length);
        Append(text, shown);
        return shown.ToString();
    }

    /// <summary>A bullet of a font that others lack is a dash in plain text.</summary>
    public static string Bullet(string marker) => marker is [>= '\uE000' and <= '\uF8FF'] ? "-" : marker;

    public static void Append(ReadOnlySpan<char> text, StringBuilder shown)
    {
        for (var at = text.IndexOfAnyInRange('\uE000', '\uF8FF'); at >= 0; at = text.IndexOfAnyInRange('\uE000', '\uF8FF'))
        {
            shown.Append(text[..at]);
            if (OldHangul.TryGetValue(text[at], out var syllable))
                shown.Append(syllable);
            else
                shown.Append(Known.GetValueOrDefault(text[at], text[at]));
            text = text[(at + 1)..];
        }

        shown.Append(text);
    }
}
