namespace Asan.Documents.Assembly;

/// <summary>
/// Finds headings that are only typed: a prefix such as <c>제1장</c>, <c>Ⅰ.</c> or <c>1.</c> in front of a short line whose letters are larger or bolder
/// than the text's. A guess, and made only where the document tells of no heading itself.
/// </summary>
public sealed class TypedHeadings
{
    const int LongestHeading = 60;
    const int SmallestBody = 100;

    readonly List<(int Index, int Size, bool IsBold)> paragraphs = [];
    readonly Dictionary<int, int> charactersBySize = [];

    /// <summary>Tells a paragraph of the body.</summary>
    /// <param name="index">Its place in the blocks that <see cref="Mark"/> gets.</param>
    /// <param name="length">Of its text.</param>
    /// <param name="size">Of its first letters, in any unit; 0 when not known.</param>
    public void Add(int index, int length, int size, bool isBold)
    {
        if (length == 0 || size <= 0)
            return;
        charactersBySize[size] = charactersBySize.GetValueOrDefault(size) + length;
        if (length <= LongestHeading)
            paragraphs.Add((index, size, isBold));
    }

    /// <summary>Makes headings of the paragraphs that look like one. The kinds of prefixes that occur become levels, the highest first.</summary>
    public void Mark(List<Block> blocks)
    {
        if (charactersBySize.Count == 0 || blocks.Exists(block => block is Paragraph { Heading: not null }))
            return;
        var (body, length) = charactersBySize.MaxBy(pair => pair.Value);
        if (length < SmallestBody)
            return;

        var found = new List<(int Index, int Rank)>();
        foreach (var (index, size, isBold) in paragraphs)
            if ((size * 10 > body * 11 || (isBold && size >= body)) && blocks[index] is Paragraph { Marker: null } paragraph && Rank(paragraph.Text) is var rank and >= 0)
                found.Add((index, rank));
        var ranks = found.ConvertAll(heading => heading.Rank).Distinct().Order().ToList();
        foreach (var (index, rank) in found)
            blocks[index] = ((Paragraph)blocks[index]).With(new Heading(ranks.IndexOf(rank) + 1, HeadingEvidence.Typed));
    }

    /// <summary>How high a prefix stands among the others; -1 for a line without one.</summary>
    static int Rank(string text)
    {
        var line = text.AsSpan().Trim();
        // A sentence is no heading, and a line with tabs is one of a table of contents.
        if (line.Length < 3 || line.IndexOfAny('\n', '\t') >= 0 || line[^1] == '?' || line.EndsWith("다.", StringComparison.Ordinal) || line.EndsWith("오.", StringComparison.Ordinal))
            return -1;
        if (line[0] == '제' && Digits(line[1..]) is var digits and > 0 && line.Length > digits + 1)
            return line[digits + 1] switch { '편' or '부' => 0, '장' => 1, '절' => 2, '관' => 3, '조' => 4, _ => -1 };
        if (line[0] is >= 'Ⅰ' and <= 'Ⅻ' || (Roman(line) is > 0 and var roman && line.Length > roman && line[roman] == '.'))
            return 5;
        if (Digits(line) is var number and > 0 && line.Length > number + 1)
            return line[number] switch { '.' when !char.IsAsciiDigit(line[number + 1]) => 6, ')' => 8, _ => -1 };
        if ((line[1] is '.' or ')') && "가나다라마바사아자차카타파하".Contains(line[0]))
            return line[1] == '.' ? 7 : 9;
        return line[0] is '□' or '■' or '◆' or '◇' ? 10 : -1;
    }

    static int Digits(ReadOnlySpan<char> text)
    {
        const int Most = 3;
        var count = 0;
        while (count < Math.Min(text.Length, Most) && char.IsAsciiDigit(text[count]))
            count++;
        return count;
    }

    static int Roman(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && (text[count] is 'I' or 'V' or 'X'))
            count++;
        return count;
    }
}
