using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>
/// Properties of stretches of the file ([MS-DOC] 2.9.33, 2.9.175): pages of 512 bytes that hold them, and a table of the pages. Stretches are those of
/// the file, not of the text.
/// </summary>
sealed class FormattedPages
{
    const int PageLength = 512;
    const int ParagraphEntryLength = 13;

    readonly List<(long Start, long End, ReadOnlyMemory<byte> Properties)> stretches = [];

    /// <param name="document">The stream that holds the pages.</param>
    /// <param name="table">The table of the pages.</param>
    /// <param name="ofParagraphs">Paragraphs' pages are laid out in another way than characters'.</param>
    public static FormattedPages Read(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> table, bool ofParagraphs)
    {
        var pages = new FormattedPages();
        var plc = new Plc(table, 4);
        var seen = new HashSet<long>();
        for (var i = 0; i < plc.Count; i++)
        {
            var number = I32(plc.Data(i), 0) & 0x3FFFFF;
            var page = LittleEndian.Slice(document, (long)number * PageLength, PageLength);
            if (page.Length == PageLength && seen.Add(number))
                pages.Add(page, ofParagraphs);
        }

        pages.stretches.Sort((a, b) => a.Start.CompareTo(b.Start));
        return pages;
    }

    void Add(ReadOnlyMemory<byte> page, bool ofParagraphs)
    {
        var bytes = page.Span;
        var count = bytes[PageLength - 1];
        for (var i = 0; i < count; i++)
        {
            var (start, end) = ((uint)I32(bytes, 4L * i), (uint)I32(bytes, 4L * (i + 1)));
            var entry = 4L * (count + 1) + (ofParagraphs ? ParagraphEntryLength : 1) * (long)i;
            var at = U8(bytes, entry) * 2;
            if (end <= start || entry >= PageLength)
                return;
            stretches.Add((start, end, at == 0 ? default : ofParagraphs ? Paragraph(page, at) : LittleEndian.Slice(page, at + 1, bytes[at])));
        }
    }

    // A length in words that counts itself; where it is 0, the next byte has it and does not.
    static ReadOnlyMemory<byte> Paragraph(ReadOnlyMemory<byte> page, int at)
    {
        var words = page.Span[at];
        return words != 0 ? LittleEndian.Slice(page, at + 1, words * 2 - 1) : LittleEndian.Slice(page, at + 2, U8(page.Span, at + 1) * 2);
    }

    public int Count => stretches.Count;

    public (long Start, long End, ReadOnlyMemory<byte> Properties) this[int index] => stretches[index];

    /// <summary>The stretch that a byte of the file is in; -1 when it is in none.</summary>
    public int Find(long offset)
    {
        var index = FindFrom(offset);
        return index < stretches.Count && stretches[index].Start <= offset ? index : -1;
    }

    /// <summary>The first stretch that ends behind a byte of the file.</summary>
    public int FindFrom(long offset)
    {
        int low = 0, high = stretches.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (stretches[middle].End <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
