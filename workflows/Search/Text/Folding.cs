using System.Globalization;

namespace Asan.Workflows.Search.Text;

/// <summary>
/// Letters as they are searched: one form for what compatibility normalisation (NFKC) makes equal, lower case, no accents, syllables composed. .NET itself
/// normalises nothing without ICU, which this application does not carry; folding.csv has the mappings of the Unicode Character Database that matter.
/// </summary>
static class Folding
{
    const char FirstSyllable = '\uAC00', FirstLead = '\u1100', FirstVowel = '\u1161', BeforeTail = '\u11A7';
    const int Leads = 19, Vowels = 21, Tails = 28;

    // Index into Mapped by letter; 0 for those that only lose their case.
    static readonly ushort[] Index = new ushort[char.MaxValue + 1];
    static readonly string[] Mapped = ReadTable();

    /// <summary>Appends the folded text, and where each of its letters came from.</summary>
    public static void Fold(ReadOnlySpan<char> text, FoldedText folded)
    {
        folded.Begin(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter < '\u0080')
                folded.Add(char.ToLowerInvariant(letter), at);
            else if (letter is >= FirstSyllable and <= '\uD7A3')
                folded.Add(Syllable(letter, text, ref at, out var from), from);
            else if (letter is >= FirstLead and < (char)(FirstLead + Leads))
                folded.Add(Compose(text, ref at, out var from), from);
            else if (letter is >= '\uFF01' and <= '\uFF5E')
                folded.Add(char.ToLowerInvariant((char)(letter - 0xFEE0)), at);
            else if (Index[letter] is var index and > 0)
                foreach (var mapped in Mapped[index])
                    folded.Add(mapped, at);
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                folded.Add(char.ToLowerInvariant(letter), at);
        }
    }

    static char Compose(ReadOnlySpan<char> text, ref int at, out int from)
    {
        from = at;
        if (at + 1 >= text.Length || text[at + 1] is not (>= FirstVowel and < (char)(FirstVowel + Vowels)))
            return text[at];
        var syllable = (char)(FirstSyllable + ((((text[at] - FirstLead) * Vowels) + (text[at + 1] - FirstVowel)) * Tails));
        at++;
        return Syllable(syllable, text, ref at, out _);
    }

    // A syllable without a final consonant takes one that follows it alone.
    static char Syllable(char syllable, ReadOnlySpan<char> text, ref int at, out int from)
    {
        from = at;
        if ((syllable - FirstSyllable) % Tails != 0 || at + 1 >= text.Length || text[at + 1] is not (> BeforeTail and < (char)(BeforeTail + Tails)))
            return syllable;
        return (char)(syllable + (text[++at] - BeforeTail));
    }

    static string[] ReadTable()
    {
        var assembly = typeof(Folding).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream($"{typeof(Folding).Namespace}.folding.csv")!);
        reader.ReadLine();
        var mapped = new List<string> { "" };
        while (reader.ReadLine() is { } line)
        {
            Index[int.Parse(line.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)] = (ushort)mapped.Count;
            mapped.Add(line[5..]);
        }

        return [.. mapped];
    }
}
