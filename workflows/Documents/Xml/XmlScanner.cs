using System.Text;

namespace Asan.Documents.Xml;

/// <summary>
/// Reads XML forwards over UTF-8 bytes, by local names: prefixes and namespaces are not looked at, since files spell them as they like. It never fails
/// on damage, but ends there; it knows no entities but the five of XML and refuses a document type. A copy of it reads ahead and costs nothing.
/// </summary>
ref struct XmlScanner
{
    readonly ReadOnlySpan<byte> xml;
    readonly int maximumDepth;
    int at;
    int nameStart;
    int nameEnd;
    int attributesEnd;
    int textStart;
    int textEnd;
    bool isCData;
    bool endsItself;

    public XmlScanner(ReadOnlySpan<byte> xml, int maximumDepth)
    {
        this.xml = xml.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? xml[3..] : xml;
        this.maximumDepth = maximumDepth;
    }

    public XmlToken Token { get; private set; }

    /// <summary>How many bytes were read, up to the end of the current tag or text. A scanner over the rest goes on from here, knowing nothing of what is open.</summary>
    public readonly int Position => at;

    /// <summary>How many elements are open, that of the current start tag included.</summary>
    public int Depth { get; private set; }

    /// <summary>The bytes end, or make no sense, before all elements are closed.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Without its prefix.</summary>
    public readonly ReadOnlySpan<byte> Name => xml[nameStart..nameEnd];

    /// <summary>Goes to the next tag or text. False at the end.</summary>
    /// <exception cref="RefusedException">Elements stand too deep in each other, or a document type is declared.</exception>
    public bool Read()
    {
        if (endsItself)
        {
            endsItself = false;
            return End();
        }

        while (at < xml.Length)
        {
            if (xml[at] != (byte)'<')
                return Text();
            var rest = xml[at..];
            if (rest.Length < 2)
                break;
            switch (rest[1])
            {
                case (byte)'/':
                    return EndTag(rest);
                case (byte)'?':
                    if (!GoPast(rest, "?>"u8))
                        return Damage();
                    break;
                case (byte)'!' when rest.StartsWith("<!--"u8):
                    if (!GoPast(rest, "-->"u8))
                        return Damage();
                    break;
                case (byte)'!' when rest.StartsWith("<![CDATA["u8):
                    return CData(rest);
                case (byte)'!' when rest.StartsWith("<!DOCTYPE"u8):
                    throw new RefusedException(RefusalCodes.DocumentTypeDeclared, "The XML inside the document declares a document type, which no document of this kind does.");
                default:
                    return StartTag(rest);
            }
        }

        Token = XmlToken.None;
        IsDamaged |= Depth > 0;
        return false;
    }

    /// <summary>Goes to the end of the element whose start tag this is at.</summary>
    public void Skip()
    {
        for (var depth = Depth; Depth >= depth && Read();)
        {
        }
    }

    /// <summary>Moves over the children of an element. False at its end, or at the end of all.</summary>
    /// <param name="depth">The element's own.</param>
    public bool ReadChild(int depth)
    {
        while (Read())
        {
            if (Token == XmlToken.Start)
                return true;
            if (Token == XmlToken.End && Depth < depth)
                return false;
        }

        return false;
    }

    /// <summary>All text inside the element whose start tag this is at; then it is at its end.</summary>
    public string ReadText()
    {
        var text = new StringBuilder();
        var depth = Depth;
        while (Read() && Depth >= depth)
            if (Token == XmlToken.Text)
                AppendText(text);
        return text.ToString();
    }

    /// <summary>Appends the text this is at, with references resolved.</summary>
    public readonly void AppendText(StringBuilder text) => XmlText.Append(xml[textStart..textEnd], text, isCData);

    /// <summary>An attribute by its local name; null when the start tag does not have it.</summary>
    public readonly string? Attribute(ReadOnlySpan<byte> name)
    {
        if (!TryFind(name, out var raw))
            return null;
        if (raw.IndexOf((byte)'&') < 0)
            return Encoding.UTF8.GetString(raw);
        var text = new StringBuilder();
        XmlText.Append(raw, text, isCData: false);
        return text.ToString();
    }

    /// <summary>A number; the fallback when it is missing or none. What is beyond int is cut to it.</summary>
    public readonly int Number(ReadOnlySpan<byte> name, int fallback = 0)
    {
        if (!TryFind(name, out var raw) || !System.Buffers.Text.Utf8Parser.TryParse(raw, out long number, out var used) || used != raw.Length)
            return fallback;
        return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
    }

    /// <summary><c>1</c> or <c>true</c>.</summary>
    public readonly bool Flag(ReadOnlySpan<byte> name) =>
        TryFind(name, out var raw) && (raw.SequenceEqual("1"u8) || raw.SequenceEqual("true"u8));

    public readonly bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => TryFind(name, out var raw) && raw.SequenceEqual(value);

    readonly bool TryFind(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = xml[nameEnd..attributesEnd];
        while (true)
        {
            var equals = rest.IndexOf((byte)'=');
            if (equals < 0)
                break;
            var found = rest[..equals].Trim(" \t\r\n"u8);
            var quoted = rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
            if (quoted.Length < 2 || quoted[0] is not ((byte)'"' or (byte)'\''))
                break;
            var length = quoted[1..].IndexOf(quoted[0]);
            if (length < 0)
                break;
            if (found.EndsWith(name) && (found.Length == name.Length || found[^(name.Length + 1)] == (byte)':'))
            {
                value = quoted.Slice(1, length);
                return true;
            }

            rest = quoted[(length + 2)..];
        }

        value = default;
        return false;
    }

    bool Text()
    {
        var length = xml[at..].IndexOf((byte)'<');
        (textStart, textEnd, isCData) = (at, length < 0 ? xml.Length : at + length, false);
        at = textEnd;
        Token = XmlToken.Text;
        return true;
    }

    bool CData(ReadOnlySpan<byte> rest)
    {
        const int Opening = 9;
        var length = rest[Opening..].IndexOf("]]>"u8);
        (textStart, textEnd, isCData) = (at + Opening, length < 0 ? xml.Length : at + Opening + length, true);
        at = length < 0 ? xml.Length : textEnd + 3;
        Token = XmlToken.Text;
        return true;
    }

    bool StartTag(ReadOnlySpan<byte> rest)
    {
        var end = TagEnd(rest);
        if (end < 0 || !IsNameStart(rest[1]))
            return Damage();
        endsItself = rest[end - 1] == (byte)'/';
        var tag = rest[1..(endsItself ? end - 1 : end)];
        var length = tag.IndexOfAny(" \t\r\n"u8);
        if (length < 0)
            length = tag.Length;
        var colon = tag[..length].IndexOf((byte)':');
        (nameStart, nameEnd, attributesEnd) = (at + 1 + colon + 1, at + 1 + length, at + 1 + tag.Length);
        at += end + 1;
        Token = XmlToken.Start;
        if (++Depth > maximumDepth)
            throw new RefusedException(RefusalCodes.TooDeep, $"Elements of XML stand more than {maximumDepth} deep inside each other.");
        return true;
    }

    // A '>' inside quotes does not end a tag.
    static int TagEnd(ReadOnlySpan<byte> rest)
    {
        var from = 1;
        while (true)
        {
            var found = rest[from..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (found < 0)
                return -1;
            from += found;
            if (rest[from] == (byte)'>')
                return from;
            var close = rest[(from + 1)..].IndexOf(rest[from]);
            if (close < 0)
                return -1;
            from += close + 2;
        }
    }

    bool EndTag(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'>');
        if (end < 0)
            return Damage();
        var name = rest[2..end].TrimEnd(" \t\r\n"u8);
        (nameStart, nameEnd) = (at + 2 + name.IndexOf((byte)':') + 1, at + 2 + name.Length);
        at += end + 1;
        return End();
    }

    bool End()
    {
        Token = XmlToken.End;
        // An end tag too many is not the end of the file.
        IsDamaged |= Depth == 0;
        Depth = Math.Max(0, Depth - 1);
        return true;
    }

    bool GoPast(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end)
    {
        var found = rest.IndexOf(end);
        at += found + end.Length;
        return found >= 0;
    }

    bool Damage()
    {
        IsDamaged = true;
        at = xml.Length;
        Token = XmlToken.None;
        return false;
    }

    static bool IsNameStart(byte c) => c is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_' or >= 0x80;
}
