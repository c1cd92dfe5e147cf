using System.Globalization;

namespace Asan.Documents.Hwp;

/// <summary>
/// Reads the properties of a form control: <c>Name:type:value</c> with blanks between them, where text is <c>Name:wstring:length:text</c> and a set of
/// properties is <c>Name:set:length:...</c>.
/// </summary>
static class HwpForm
{
    public static FormControl Read(ReadOnlySpan<byte> record, int at)
    {
        const int TextAt = 10;
        var text = HwpBytes.Chars(record);
        // A name of four letters, the length twice, then the text. Where it begins differs by a few units, so its first property is looked for.
        var begin = record.Length > TextAt ? text.IndexOf("CommonSet", StringComparison.Ordinal) : -1;
        if (begin > 0)
            text = text[begin..];
        return new(at, Kind(record), Value(text, "Caption"), Value(text, "Text") ?? Value(text, "SelectedItem"));
    }

    static string Kind(ReadOnlySpan<byte> record) => HwpBytes.U32(record, 0) switch
    {
        't' << 24 | 'b' << 16 | 'p' << 8 | '+' => "button",
        't' << 24 | 'b' << 16 | 'c' << 8 | '+' => "checkBox",
        'b' << 24 | 'o' << 16 | 'c' << 8 | '+' => "comboBox",
        't' << 24 | 'b' << 16 | 'r' << 8 | '+' => "radioButton",
        't' << 24 | 'd' << 16 | 'e' << 8 | '+' => "edit",
        _ => "control",
    };

    static string? Value(ReadOnlySpan<char> text, string name)
    {
        var key = $"{name}:wstring:";
        var from = text.IndexOf(key, StringComparison.Ordinal);
        // "Caption" must not be found at the end of another name.
        if (from < 0 || (from > 0 && char.IsLetter(text[from - 1])))
            return null;
        text = text[(from + key.Length)..];
        var digits = text.IndexOf(':');
        if (digits <= 0 || !int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return null;
        text = text[(digits + 1)..];
        return length == 0 ? null : new string(text[..Math.Min(length, text.Length)]);
    }
}
