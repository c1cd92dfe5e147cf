using System.Text;

namespace Asan.Documents.Xml;

/// <summary>Gives XML in UTF-8, whatever it was written in.</summary>
static class XmlBytes
{
    /// <returns>The bytes themselves when they are UTF-8 already.</returns>
    public static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> xml)
    {
        if (xml.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || xml.StartsWith("<\0"u8))
            return Encoding.Convert(Encoding.Unicode, Encoding.UTF8, xml.ToArray());
        if (xml.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || xml.StartsWith("\0<"u8))
            return Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, xml.ToArray());
        return xml;
    }
}
