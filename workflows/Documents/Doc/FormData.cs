using System.Text;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>What a form field is set to ([MS-DOC] 2.9.78).</summary>
/// <param name="Shown">A box, ticked or not; or what was chosen from a list.</param>
sealed record FormData(string Shown)
{
    const int CheckBox = 1;
    const int DropDown = 2;
    // The field was never set: it is as it was made.
    const int Unset = 25;
    const int HeadAt = 4;
    const ushort Extended = 0xFFFF;
    const int MostEntries = 256;

    public static FormData? Read(ReadOnlyMemory<byte> data, int? location)
    {
        if (location is not { } at)
            return null;
        // In front stands a picture's head, which has the length and nothing else that counts.
        var form = LittleEndian.Slice(data, at + (long)U16(data.Span, at + HeadAt), I32(data.Span, at) - U16(data.Span, at + HeadAt));
        var bytes = form.Span;
        if (bytes.Length < 10)
            return null;
        var flags = U16(bytes, 4);
        var (kind, set) = (flags & 3, (flags >> 2) & 0x1F);
        var next = 10L;
        Skip(bytes, ref next);
        if (kind is not (CheckBox or DropDown))
            return null;
        var standard = U16(bytes, next);
        next += 2;
        var value = set == Unset ? standard : set;
        return new(kind == CheckBox ? value == 0 ? "☐" : "☒" : Entry(form, next, value));
    }

    // Behind five texts (format, help, status, two macros): the list that one chooses from.
    static string Entry(ReadOnlyMemory<byte> form, long at, int index)
    {
        var bytes = form.Span;
        for (var i = 0; i < 5; i++)
            Skip(bytes, ref at);
        if (U16(bytes, at) != Extended)
            return "";
        var count = Math.Min(I32(bytes, at + 2), MostEntries);
        at += 8;
        for (var i = 0; i < count; i++)
        {
            var length = U16(bytes, at) * 2L;
            if (i == index)
                return TextBuilder.WellFormed(Encoding.Unicode.GetString(LittleEndian.Slice(form, at + 2, length).Span));
            at += 2 + length;
        }

        return "";
    }

    // A text with its length in front and a NUL behind.
    static void Skip(ReadOnlySpan<byte> bytes, ref long at) => at += 2 + U16(bytes, at) * 2L + 2;
}
