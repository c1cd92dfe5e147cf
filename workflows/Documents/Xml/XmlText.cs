using System.Globalization;
using System.Text;

namespace Asan.Documents.Xml;

/// <summary>The characters that bytes of XML stand for.</summary>
static class XmlText
{
    const int LongestReference = 12;

    public static void Append(ReadOnlySpan<byte> raw, StringBuilder text, bool isCData)
    {
        while (!raw.IsEmpty)
        {
            var reference = isCData ? -1 : raw.IndexOf((byte)'&');
            AppendUtf8(reference < 0 ? raw : raw[..reference], text);
            if (reference < 0)
                return;
            raw = raw[reference..];
            raw = raw[AppendReference(raw, text)..];
        }
    }

    static void AppendUtf8(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        Span<char> some = stackalloc char[256];
        while (!raw.IsEmpty)
        {
            // Bytes that are no UTF-8 become the character for that; nothing is thrown.
            System.Text.Unicode.Utf8.ToUtf16(raw, some, out var read, out var written);
            text.Append(some[..written]);
            raw = raw[read..];
        }
    }

    // How many bytes the reference takes; one that means nothing is text.
    static int AppendReference(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        var end = raw[..Math.Min(raw.Length, LongestReference)].IndexOf((byte)';');
        var name = end < 0 ? default : raw[1..end];
        if (Rune(name) is not { } rune)
        {
            text.Append('&');
            return 1;
        }

        Span<char> units = stackalloc char[2];
        text.Append(units[..rune.EncodeToUtf16(units)]);
        return end + 1;
    }

    static Rune? Rune(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("lt"u8))
            return new('<');
        if (name.SequenceEqual("gt"u8))
            return new('>');
        if (name.SequenceEqual("amp"u8))
            return new('&');
        if (name.SequenceEqual("quot"u8))
            return new('"');
        if (name.SequenceEqual("apos"u8))
            return new('\'');
        if (name.Length < 2 || name[0] != (byte)'#')
            return null;
        var isHex = name[1] is (byte)'x' or (byte)'X';
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return uint.TryParse(name[(isHex ? 2 : 1)..], style, CultureInfo.InvariantCulture, out var code) && System.Text.Rune.IsValid(code) ? new(code) : null;
    }
}
