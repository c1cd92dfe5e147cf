using System.Buffers;
using System.Text;

namespace Asan.Documents.Text;

/// <summary>Which encoding bytes are in, by the bytes alone.</summary>
/// <param name="Encoding">Shows each wrong byte as U+FFFD.</param>
/// <param name="Skip">How many bytes at the start say so: a byte order mark.</param>
/// <param name="IsGuess">Nothing speaks for it but that nothing better fits.</param>
sealed record TextEncoding(Encoding Encoding, int Skip = 0, bool IsGuess = false)
{
    // Of what is looked at for characters that no text has.
    const int Sample = 1 << 20;

    // Of a hundred characters, so many may be wrong or no text's before the bytes are none. A text that is short or badly damaged may have more, if it speaks
    // for nothing else.
    const int WrongPercent = 10;
    const int DamagedPercent = 25;
    const int ControlPercent = 1;
    const int FewControls = 6;

    // Of a hundred characters of UTF-16, as many at least are spaces, digits and line ends.
    const int PlainPercent = 5;

    static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r' or '\f' or 0x1A or 0x1B)).Select(c => (byte)c), 0x7F]);

    public static Encoding Cp949 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    static Encoding Western { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding; null when the bytes are no text.</summary>
    public static TextEncoding? Of(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? null
        : ByMark(bytes) is { } marked ? marked
        : Wide(bytes) is { } wide ? wide
        : IsBinary(bytes) ? null
        : System.Text.Unicode.Utf8.IsValid(bytes) ? new(Encoding.UTF8)
        : ByScore(bytes);

    static TextEncoding? ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new(Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => new(Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => new(new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
        [0xFF, 0xFE, ..] => new(Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => new(Encoding.BigEndianUnicode, 2),
        _ => null,
    };

    // Spaces, digits and line ends of UTF-16 have a zero in the same half, whatever the language.
    static TextEncoding? Wide(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length & ~1, Sample)];
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < sample.Length; i += 2)
        {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }

        if (Math.Max(even, odd) < 2 || Math.Max(even, odd) * 200 < sample.Length * PlainPercent)
            return null;
        if (odd > 4 * even && IsText(Encoding.Unicode, sample))
            return new(Encoding.Unicode);
        return even > 4 * odd && IsText(Encoding.BigEndianUnicode, sample) ? new(Encoding.BigEndianUnicode) : null;
    }

    static bool IsText(Encoding encoding, ReadOnlySpan<byte> sample)
    {
        const int enough = 32 * 1024;
        var text = encoding.GetString(sample[..Math.Min(sample.Length, enough)]);
        var strange = text.Count(c => c is not (
            (>= ' ' and < '\x7F') or '\t' or '\r' or '\n' or '\f' or '\uFEFF'
            or (>= '\u00A0' and < '\u0250') or (>= '\u0370' and < '\u0530') or (>= '\u1100' and < '\u1200') or (>= '\u2000' and < '\u27C0')
            or (>= '\u3000' and < '\u33FF') or (>= '\u4E00' and < '\uA000') or (>= '\uAC00' and < '\uD7A4') or (>= '\uD800' and < '\uFB00') or (>= '\uFF00' and < '\uFFF0')));
        return strange * 100 <= text.Length * WrongPercent;
    }

    static bool IsBinary(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length, Sample)];
        var found = 0;
        for (var rest = sample; rest.IndexOfAny(Controls) is var at and >= 0; rest = rest[(at + 1)..])
            if (++found * 100 > sample.Length * (found > FewControls ? ControlPercent : DamagedPercent))
                return true;
        return false;
    }

    static TextEncoding? ByScore(ReadOnlySpan<byte> bytes)
    {
        var (right, wrong) = ScoreUtf8(bytes);
        if (Fits(right, wrong))
            return new(Encoding.UTF8);
        var (common, rare, broken) = ScoreCp949(bytes);
        // Hangul as it is written has nearly all of its syllables among the 2,350 of KS X 1001.
        if (Fits(common + rare, broken) && common >= rare)
            return new(Cp949);
        // Bytes that Windows-1252 has no letter for; and western text is ASCII for the most part.
        var isWestern = bytes.IndexOfAny([(byte)0x81, (byte)0x8D, (byte)0x8F, (byte)0x90, (byte)0x9D]) < 0 && (right + wrong) * 4 < bytes.Length;
        if (isWestern)
            return new(Western, IsGuess: true);
        if (Fits(right, wrong, DamagedPercent))
            return new(Encoding.UTF8);
        return Fits(common + rare, broken) || (Fits(common + rare, broken, DamagedPercent) && common >= 2 * rare) ? new(Cp949, IsGuess: rare > common) : null;
    }

    static bool Fits(long right, long wrong, int percent = WrongPercent) => right > 0 && wrong * 100 <= (right + wrong) * percent;

    static (long Right, long Wrong) ScoreUtf8(ReadOnlySpan<byte> bytes)
    {
        var (right, wrong) = (0L, 0L);
        while (NextWide(ref bytes))
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out var used) == OperationStatus.Done)
                right++;
            else
                wrong++;
            bytes = bytes[used..];
        }

        return (right, wrong);
    }

    static (long Common, long Rare, long Broken) ScoreCp949(ReadOnlySpan<byte> bytes)
    {
        var (common, rare, broken) = (0L, 0L, 0L);
        while (NextWide(ref bytes))
        {
            if (bytes is not [>= 0x81 and <= 0xFE, (>= 0x41 and <= 0x5A) or (>= 0x61 and <= 0x7A) or (>= 0x81 and <= 0xFE), ..])
            {
                broken++;
                bytes = bytes[1..];
                continue;
            }

            if (bytes[0] >= 0xA1 && bytes[1] >= 0xA1)
                common++;
            else
                rare++;
            bytes = bytes[2..];
        }

        return (common, rare, broken);
    }

    static bool NextWide(ref ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        bytes = at < 0 ? default : bytes[at..];
        return at >= 0;
    }
}
