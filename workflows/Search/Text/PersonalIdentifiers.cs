using System.Text.RegularExpressions;

namespace Asan.Workflows.Search.Text;

/// <summary>
/// Finds what names a person by number: resident registration numbers (and those of foreigners), telephone numbers, and the numbers of patients where a
/// word beside them says so. By their form alone: a number that merely looks like one is taken for one.
/// </summary>
static partial class PersonalIdentifiers
{
    /// <summary>Where they stand in the text, in order, none inside another. Only the digits of a patient's number count, not the word.</summary>
    public static List<(int Start, int Length)> Find(ReadOnlySpan<char> text)
    {
        var found = new List<(int, int)>();
        if (!HasManyDigits(text))
            return found;
        foreach (var match in Forms().EnumerateMatches(text))
        {
            var start = match.Index;
            while (!char.IsAsciiDigit(text[start]) && text[start] != '+' && !IsLetterOfNumber(text, start))
                start++;
            found.Add((start, match.Index + match.Length - start));
        }

        return found;
    }

    /// <summary>The text with a star for each digit of them; as long as before.</summary>
    public static string Mask(string text)
    {
        var folded = new FoldedText();
        Folding.Fold(text, folded);
        var found = Find(folded.Letters);
        if (found.Count == 0)
            return text;

        var masked = text.ToCharArray();
        foreach (var (start, length) in found)
            for (var i = start; i < start + length; i++)
                if (char.IsAsciiLetterOrDigit(folded.Letters[i]))
                    masked[folded.Place(i)] = '*';
        return new(masked);
    }

    // A number may begin with letters: the last word before the digits, after all blanks and colons.
    static bool IsLetterOfNumber(ReadOnlySpan<char> text, int start)
    {
        if (!char.IsAsciiLetter(text[start]) || (start > 0 && char.IsAsciiLetter(text[start - 1])))
            return false;
        while (start < text.Length && char.IsAsciiLetter(text[start]))
            start++;
        return start < text.Length && char.IsAsciiDigit(text[start]);
    }

    static bool HasManyDigits(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var letter in text)
            if (letter is >= '0' and <= '9' && ++digits >= 6)
                return true;
        return false;
    }

    [GeneratedRegex("""
        (?<![0-9])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\ ?[-–—‑]?\ ?[0-9][0-9]{6}(?![0-9])
        |(?<![0-9])(?:\+82[-.\ ]?|0)(?:1[016789]|2|[3-6][1-5]|70|50[0-9]?)[-.\ )]{0,2}[0-9]{3,4}[-.\ ]?[0-9]{4}(?![0-9])
        |(?:등록\ ?번호|환자\ ?번호|병록\ ?번호|차트\ ?번호|병원\ ?번호|mrn|patient\ ?(?:id|no\.?)|chart\ ?no\.?)\s?[:=#]?\s{0,2}[a-z]{0,3}-?[0-9]{5,12}(?![0-9])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Forms();
}
