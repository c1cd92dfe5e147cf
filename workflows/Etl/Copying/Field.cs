using System.Buffers.Text;

namespace Asan.Workflows.Etl.Copying;

/// <summary>Turns the text of one field into one value of a row.</summary>
static class Field
{
    /// <summary>Whether the text is a way of this kind to write nothing.</summary>
    public static bool IsNothing(FieldKind kind, ReadOnlySpan<byte> text) =>
        text.IsEmpty || (kind == FieldKind.Unit && text.SequenceEqual("null"u8)) || (kind == FieldKind.Flag && text.SequenceEqual("NA"u8));

    /// <summary>Writes the value.</summary>
    /// <returns>Why the text is none, in words that do not repeat it; null when it was written.</returns>
    public static string? Write(CopyRows rows, FieldKind kind, ReadOnlySpan<byte> text)
    {
        if (kind != FieldKind.Name && IsNothing(kind, text))
        {
            rows.Null();
            return null;
        }

        return kind switch
        {
            FieldKind.Text or FieldKind.Name or FieldKind.Unit or FieldKind.Flag => Text(rows, text),
            FieldKind.Integer => Integer(rows, text),
            FieldKind.Number => Number(rows, text),
            FieldKind.Date => Date(rows, text),
            FieldKind.FirstOfYear when text.Length == 4 => Year(rows, text, "-01-01"u8),
            FieldKind.LastOfYear when text.Length == 4 => Year(rows, text, "-12-31"u8),
            FieldKind.LastOfYear when text.IndexOf((byte)'-') is > 4 and var dash && !text[..dash].ContainsAnyExceptInRange((byte)'0', (byte)'9') => Null(rows),
            _ => Timestamp(rows, text),
        };
    }

    static string? Null(CopyRows rows)
    {
        rows.Null();
        return null;
    }

    static string? Text(CopyRows rows, ReadOnlySpan<byte> text)
    {
        rows.Text(text);
        return null;
    }

    static string? Integer(CopyRows rows, ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out int value, out var used) || used != text.Length)
            return "not a whole number";

        rows.Integer(value);
        return null;
    }

    static string? Number(CopyRows rows, ReadOnlySpan<byte> text)
    {
        if (!Numeric.TryParse(text, stackalloc byte[Numeric.Room], out var value))
            return "not a number";

        rows.Number(value);
        return null;
    }

    static string? Date(CopyRows rows, ReadOnlySpan<byte> text)
    {
        if (text.Length == 8 ? !UtcTime.TryParseDay(text, out var days) : !UtcTime.TryParseDate(text, out days))
            return "not a date";

        rows.Date(days);
        return null;
    }

    static string? Timestamp(CopyRows rows, ReadOnlySpan<byte> text)
    {
        if (!UtcTime.TryParse(text, out var microseconds))
            return "not a date or an instant";

        rows.Timestamp(microseconds);
        return null;
    }

    static string? Year(CopyRows rows, ReadOnlySpan<byte> year, ReadOnlySpan<byte> day)
    {
        Span<byte> text = stackalloc byte[10];
        year.CopyTo(text);
        day.CopyTo(text[4..]);
        return Timestamp(rows, text);
    }
}
