using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Asan.Workflows.Search.Text;

/// <summary>
/// Finds what names a person by number: resident registration numbers (and those of foreigners), telephone numbers, and the numbers of patients where a
/// word beside them or above their column says so. By their form alone: a number that merely looks like one is taken for one.
/// </summary>
public static partial class PersonalIdentifiers
{
    const char Star = '*';
    const int FewestDigits = 5;

    /// <summary>How many characters one of them, with the word that says so, takes at most.</summary>
    internal const int Longest = 512;

    /// <summary>The text with a star for each digit of them; as long as before.</summary>
    public static string Mask(string text)
    {
        var folded = new FoldedText();
        Folding.Fold(text, folded);
        var found = Find(folded.Letters);
        if (found.Count == 0)
            return text;

        var masked = text.ToCharArray();
        Mask(masked, folded, found);
        return new(masked);
    }

    /// <summary>The same for a long text in UTF-8 that comes in parts, of any size and cut anywhere; memory holds little more than one of them.</summary>
    /// <param name="parts">Markdown or plain text.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The masked text, in parts that end between characters.</returns>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> MaskAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> parts, [EnumeratorCancellation] CancellationToken ct)
    {
        var mask = new PartwiseMask();
        await foreach (var part in parts.WithCancellation(ct))
            if (mask.Next(part.Span) is { Length: > 0 } masked)
                yield return masked;
        if (mask.End() is { Length: > 0 } rest)
            yield return rest;
    }

    /// <summary>Where they stand in a folded text, in order, none over another. Of a patient's number the word before it does not count.</summary>
    internal static List<(int Start, int Length)> Find(ReadOnlySpan<char> folded)
    {
        var found = new List<(int Start, int Length)>();
        FindForms(folded, found);
        new PatientColumns().Read(folded, found);
        return Apart(found);
    }

    /// <summary>Adds those that are known by their own form or the word before them.</summary>
    /// <param name="whole">Gets the same with those words.</param>
    internal static void FindForms(ReadOnlySpan<char> folded, List<(int Start, int Length)> found, List<(int Start, int Length)>? whole = null)
    {
        if (!HasManyDigits(folded))
            return;
        foreach (var match in Forms().EnumerateMatches(folded))
            found.Add((match.Index, match.Length));
        whole?.AddRange(found);
        foreach (var match in PatientNumbers().EnumerateMatches(folded))
        {
            var number = PatientNumbers().Match(folded.Slice(match.Index, match.Length).ToString()).Groups[1];
            found.Add((match.Index + number.Index, number.Length));
            whole?.Add((match.Index, match.Length));
        }
    }

    /// <summary>Brings what was found in order, and what lies over another together.</summary>
    internal static List<(int Start, int Length)> Apart(List<(int Start, int Length)> found)
    {
        found.Sort();
        var apart = new List<(int Start, int Length)>(found.Count);
        foreach (var (start, length) in found)
            if (apart.Count > 0 && apart[^1] is var last && start < last.Start + last.Length)
                apart[^1] = (last.Start, Math.Max(last.Length, start + length - last.Start));
            else
                apart.Add((start, length));
        return apart;
    }

    internal static void Mask(Span<char> text, FoldedText folded, List<(int Start, int Length)> found)
    {
        foreach (var (start, length) in found)
            for (var i = start; i < start + length; i++)
                if (char.IsAsciiLetterOrDigit(folded.Letters[i]))
                    text[folded.Place(i)] = Star;
    }

    static bool HasManyDigits(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var letter in text)
            if (letter is >= '0' and <= '9' && ++digits >= FewestDigits)
                return true;
        return false;
    }

    /// <summary>Any number that could be a patient's, said so or not.</summary>
    [GeneratedRegex(@"(?<![a-z0-9])[a-z]{0,3}-?(?=(?:-?[0-9]){5})[0-9]{1,12}(?:-[0-9]{1,12}){0,3}(?![0-9])", RegexOptions.CultureInvariant)]
    internal static partial Regex BareNumbers();

    // Of residents (six digits of the birthday, seven more, mostly with a dash between), and of telephones.
    [GeneratedRegex("""
        (?<![0-9])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:\ ?[-–—‑]\s?|\ )?[0-9]{7}(?![0-9])
        |(?<![0-9])(?:\+82[-.\ ]?(?:\(0\))?|0)(?:1[016789]|2|[3-6][1-5]|70|50[0-9]?)[-.\ )]{0,2}[0-9]{3,4}[-.\ ]?[0-9]{4}(?![0-9])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Forms();

    // Between the word and the number may stand what plain text, Markdown or a table puts there.
    [GeneratedRegex("""
        (?:등록\ ?번호|환자\ ?번호|병록\ ?번호|차트\ ?번호|병원\ ?번호|mrn|patient\ ?(?:id|no)|chart\ ?no)(?:[\s:=#|*_.,()\[\]]|은|는|mrn|no|<[^<>]{1,40}>){0,8}
        ([a-z]{0,3}-?(?=(?:-?[0-9]){5})[0-9]{1,12}(?:-[0-9]{1,12}){0,3})(?![0-9])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex PatientNumbers();
}
