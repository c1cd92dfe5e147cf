using System.Globalization;
using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>What a workbook says of itself.</summary>
static class XlsxProperties
{
    public static DocumentMetadata Read(XlsxParts parts)
    {
        var metadata = new DocumentMetadata();
        using var part = parts.TryRead("docProps/core.xml");
        if (part is null)
            return metadata;
        var scanner = new XmlScanner(part.Xml.Span, parts.Budget.Limits.XmlDepth);
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start || scanner.Depth != 2)
                continue;
            var name = System.Text.Encoding.UTF8.GetString(scanner.Name);
            var text = scanner.ReadText().Trim();
            if (text.Length == 0)
                continue;
            metadata = name switch
            {
                "title" => metadata with { Title = text },
                "subject" => metadata with { Subject = text },
                "creator" => metadata with { Author = text },
                "keywords" => metadata with { Keywords = text },
                "description" => metadata with { Comments = text },
                "lastModifiedBy" => metadata with { LastAuthor = text },
                "language" => metadata with { Language = text },
                "created" => metadata with { Created = Time(text) },
                "modified" => metadata with { Modified = Time(text) },
                _ => metadata,
            };
        }

        return metadata;
    }

    static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
