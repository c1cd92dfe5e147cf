using System.Text;
using Asan.Documents.CompoundFiles;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>Reads what a document says of itself: the summary that Office keeps in a property set ([MS-OLEPS] 2.21).</summary>
static class DocProperties
{
    const string Stream = "\u0005SummaryInformation";
    const int SetAt = 44;
    const int MostProperties = 64;
    const int CodePage = 1;
    const int NarrowText = 0x1E;
    const int WideText = 0x1F;
    const int Integer = 3;
    const int Time = 0x40;
    const int Utf16 = 1200;
    const int Windows1252 = 1252;

    public static DocumentMetadata Read(CompoundFile file)
    {
        if (!file.TryRead(Stream, out var stream))
            return new();
        var set = LittleEndian.Slice(stream.Bytes, (uint)I32(stream.Bytes.Span, SetAt), stream.Bytes.Length);
        var count = Math.Clamp(I32(set.Span, 4), 0, MostProperties);
        var values = new Dictionary<int, ReadOnlyMemory<byte>>();
        for (var i = 0; i < count; i++)
            values.TryAdd(I32(set.Span, 8 + 8L * i), LittleEndian.Slice(set, (uint)I32(set.Span, 12 + 8L * i), set.Length));

        var encoding = EncodingOf(values.TryGetValue(CodePage, out var page) ? U16(page.Span, 4) : Windows1252);
        return new()
        {
            Title = Text(values, 2, encoding),
            Subject = Text(values, 3, encoding),
            Author = Text(values, 4, encoding),
            Keywords = Text(values, 5, encoding),
            Comments = Text(values, 6, encoding),
            LastAuthor = Text(values, 8, encoding),
            Revision = Text(values, 9, encoding),
            Printed = Moment(values, 11),
            Created = Moment(values, 12),
            Modified = Moment(values, 13),
            Pages = values.TryGetValue(14, out var pages) && I32(pages.Span, 0) == Integer && I32(pages.Span, 4) is > 0 and var number ? number : null,
        };
    }

    static Encoding EncodingOf(int codePage) => codePage switch
    {
        Utf16 => Encoding.Unicode,
        65001 => Encoding.UTF8,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.Latin1,
    };

    static string? Text(Dictionary<int, ReadOnlyMemory<byte>> values, int id, Encoding encoding)
    {
        if (!values.TryGetValue(id, out var value))
            return null;
        var kind = I32(value.Span, 0);
        if (kind is not (NarrowText or WideText))
            return null;
        var length = (uint)I32(value.Span, 4);
        var bytes = LittleEndian.Slice(value, 8, kind == WideText ? length * 2L : length);
        var text = TextBuilder.WellFormed((kind == WideText ? Encoding.Unicode : encoding).GetString(bytes.Span).Split('\0')[0]).Trim();
        return text.Length == 0 ? null : text;
    }

    static DateTimeOffset? Moment(Dictionary<int, ReadOnlyMemory<byte>> values, int id)
    {
        if (!values.TryGetValue(id, out var value) || I32(value.Span, 0) != Time)
            return null;
        var ticks = (uint)I32(value.Span, 4) | (long)I32(value.Span, 8) << 32;
        return ticks > 0 && ticks < DateTime.MaxValue.ToFileTimeUtc() ? DateTimeOffset.FromFileTime(ticks).ToUniversalTime() : null;
    }
}
