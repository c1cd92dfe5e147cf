using System.Text;
using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>The texts that cells share, by number. They stay as the file has them until a cell asks for one.</summary>
sealed class XlsxStrings : IDisposable
{
    readonly XlsxParts.Part? part;
    // Where each begins, behind its start tag.
    readonly List<int> starts = [];
    readonly int maximumDepth;

    XlsxStrings(XlsxParts.Part? part, int maximumDepth) => (this.part, this.maximumDepth) = (part, maximumDepth);

    public static XlsxStrings Read(XlsxParts parts)
    {
        var strings = new XlsxStrings(parts.TryRead("xl/sharedStrings.xml"), parts.Budget.Limits.XmlDepth);
        if (strings.part is null)
            return strings;
        try
        {
            var scanner = new XmlScanner(strings.part.Xml.Span, strings.maximumDepth);
            while (scanner.Read())
            {
                if (scanner.Token != XmlToken.Start || !scanner.Name.SequenceEqual("si"u8))
                    continue;
                parts.Budget.Object();
                strings.starts.Add(scanner.Position);
            }

            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    /// <summary>Null when there is none of this number.</summary>
    public string? this[int number]
    {
        get
        {
            if (part is null || number < 0 || number >= starts.Count)
                return null;
            // An empty element is followed by whatever comes next; the next string's place tells.
            var end = number + 1 < starts.Count ? starts[number + 1] : part.Xml.Length;
            var scanner = new XmlScanner(part.Xml.Span[starts[number]..end], maximumDepth);
            return ReadRich(ref scanner);
        }
    }

    /// <summary>The text up to the end of the element that is open, without readings above it.</summary>
    public static string ReadRich(ref XmlScanner scanner)
    {
        var text = new StringBuilder();
        for (var depth = 0; depth >= 0 && scanner.Read();)
        {
            if (scanner.Token == XmlToken.End)
                depth--;
            if (scanner.Token != XmlToken.Start)
                continue;
            if (scanner.Name.SequenceEqual("t"u8))
                text.Append(scanner.ReadText());
            else if (scanner.Name.SequenceEqual("rPh"u8))
                scanner.Skip();
            else
                depth++;
        }

        return XlsxText.Unescaped(text.ToString());
    }

    public void Dispose() => part?.Dispose();
}
