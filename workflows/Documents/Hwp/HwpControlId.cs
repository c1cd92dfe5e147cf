namespace Asan.Documents.Hwp;

/// <summary>The four letters that name a control, as the file holds them: reversed.</summary>
static class HwpControlId
{
    public const uint Table = 't' << 24 | 'b' << 16 | 'l' << 8 | ' ';
    public const uint Shape = 'g' << 24 | 's' << 16 | 'o' << 8 | ' ';
    public const uint Equation = 'e' << 24 | 'q' << 16 | 'e' << 8 | 'd';
    public const uint Form = 'f' << 24 | 'o' << 16 | 'r' << 8 | 'm';
    public const uint Footnote = 'f' << 24 | 'n' << 16 | ' ' << 8 | ' ';
    public const uint Endnote = 'e' << 24 | 'n' << 16 | ' ' << 8 | ' ';
    public const uint Header = 'h' << 24 | 'e' << 16 | 'a' << 8 | 'd';
    public const uint Footer = 'f' << 24 | 'o' << 16 | 'o' << 8 | 't';
    public const uint HiddenComment = 't' << 24 | 'c' << 16 | 'm' << 8 | 't';
    public const uint Section = 's' << 24 | 'e' << 16 | 'c' << 8 | 'd';
    public const uint AutoNumber = 'a' << 24 | 't' << 16 | 'n' << 8 | 'o';
    public const uint Overlap = 't' << 24 | 'c' << 16 | 'p' << 8 | 's';
    public const uint Annotation = 't' << 24 | 'd' << 16 | 'u' << 8 | 't';
    public const uint Bookmark = 'b' << 24 | 'o' << 16 | 'k' << 8 | 'm';

    public static bool IsField(uint id) => id >> 24 == '%';

    /// <summary>What a field is, in the words that HWPX uses for the same.</summary>
    public static string FieldKind(uint id) => (id & 0xFFFFFF) switch
    {
        'h' << 16 | 'l' << 8 | 'k' => "hyperlink",
        'b' << 16 | 'm' << 8 | 'k' => "bookmark",
        'c' << 16 | 'l' << 8 | 'k' => "clickHere",
        'f' << 16 | 'm' << 8 | 'u' => "formula",
        'x' << 16 | 'r' << 8 | 'f' => "crossReference",
        'm' << 16 | 'm' << 8 | 'g' => "mailMerge",
        's' << 16 | 'm' << 8 | 'r' => "summary",
        'u' << 16 | 's' << 8 | 'r' => "userInfo",
        'd' << 16 | 't' << 8 | 'e' or 'd' << 16 | 'd' << 8 | 't' => "date",
        'p' << 16 | 'a' << 8 | 't' => "path",
        't' << 16 | 'o' << 8 | 'c' => "tableOfContents",
        '%' << 16 | 'm' << 8 | 'e' => "memo",
        _ => "unknown",
    };
}
