using Asan.Documents.CompoundFiles;

namespace Asan.Documents.Hwp;

/// <summary>Reads what the document says of itself: an OLE property set with properties of HWP's own.</summary>
static class HwpSummary
{
    const string Stream = "\u0005HwpSummaryInformation";
    const int SetAt = 44;
    const int MaximumProperties = 64;
    const uint WideText = 0x1F;
    const uint NarrowText = 0x1E;
    const uint Integer = 3;
    const uint Time = 0x40;

    public static DocumentMetadata Read(CompoundFile file, HwpContainer container)
    {
        var preview = file.TryRead("PrvText", out var text) && container.Header is { HasPassword: false }
            ? new string(HwpBytes.Chars(text.Bytes.Span)).TrimEnd('\0')
            : null;
        var metadata = file.TryRead(Stream, out var stream) && container.Header is { HasPassword: false }
            ? Read(stream.Bytes.Span)
            : new();
        return metadata with { Preview = string.IsNullOrWhiteSpace(preview) ? null : preview };
    }

    static DocumentMetadata Read(ReadOnlySpan<byte> stream)
    {
        var start = HwpBytes.U32(stream, SetAt);
        var metadata = new DocumentMetadata();
        if (start >= stream.Length)
            return metadata;
        var set = stream[(int)start..];
        var count = Math.Min(HwpBytes.U32(set, 4), MaximumProperties);
        for (var i = 0; i < count; i++)
        {
            var id = HwpBytes.U32(set, 8 + 8 * i);
            var at = HwpBytes.U32(set, 12 + 8 * i);
            if (at < set.Length)
                metadata = With(metadata, id, set[(int)at..]);
        }

        return metadata;
    }

    static DocumentMetadata With(DocumentMetadata metadata, uint id, ReadOnlySpan<byte> value) => id switch
    {
        2 => metadata with { Title = Text(value) },
        3 => metadata with { Subject = Text(value) },
        4 => metadata with { Author = Text(value) },
        5 => metadata with { Keywords = Text(value) },
        6 => metadata with { Comments = Text(value) },
        8 => metadata with { LastAuthor = Text(value) },
        9 => metadata with { Revision = Text(value) },
        11 => metadata with { Printed = Moment(value) },
        12 => metadata with { Created = Moment(value) },
        13 => metadata with { Modified = Moment(value) },
        14 => metadata with { Pages = Count(value) },
        _ => metadata,
    };

    // The format's text says narrow strings; all files have wide ones.
    static string? Text(ReadOnlySpan<byte> value)
    {
        if (HwpBytes.U32(value, 0) is not (WideText or NarrowText))
            return null;
        var from = Math.Min(8, value.Length);
        var length = (int)Math.Min(HwpBytes.U32(value, 4), (value.Length - from) / sizeof(char));
        var text = new string(HwpBytes.Chars(value.Slice(from, length * sizeof(char)))).TrimEnd('\0').Trim();
        return text.Length == 0 ? null : text;
    }

    static int? Count(ReadOnlySpan<byte> value) => HwpBytes.U32(value, 0) == Integer && HwpBytes.U32(value, 4) is > 0 and < int.MaxValue and var count ? (int)count : null;

    static DateTimeOffset? Moment(ReadOnlySpan<byte> value)
    {
        var ticks = HwpBytes.U32(value, 4) | (long)HwpBytes.U32(value, 8) << 32;
        var isMoment = HwpBytes.U32(value, 0) == Time && ticks > 0 && ticks < DateTime.MaxValue.ToFileTimeUtc();
        return isMoment ? DateTimeOffset.FromFileTime(ticks).ToUniversalTime() : null;
    }
}
