using System.Globalization;
using Asan.Documents.Xml;

namespace Asan.Documents.Hwpx;

/// <summary>The entry <c>content.hpf</c>: where embedded files lie, and what the document says of itself.</summary>
sealed class HwpxContent
{
    readonly Dictionary<string, (string Href, bool IsEmbedded)> items = new(StringComparer.Ordinal);

    public DocumentMetadata Metadata { get; private set; } = new();

    /// <summary>The entry or link of an item by its id, which is not a file's name.</summary>
    public (string Href, bool IsEmbedded)? Item(string id) => items.TryGetValue(id, out var item) ? item : null;

    public static HwpxContent Read(ReadOnlySpan<byte> bytes, int maximumDepth)
    {
        var content = new HwpxContent();
        var xml = new XmlScanner(bytes, maximumDepth);
        while (xml.Read())
            if (xml.Token == XmlToken.Start)
                content.Add(ref xml);
        return content;
    }

    void Add(ref XmlScanner xml)
    {
        if (xml.Name.SequenceEqual("item"u8))
        {
            if (xml.Attribute("id"u8) is { } id && xml.Attribute("href"u8) is { } href)
                items.TryAdd(id, (href.Replace('\\', '/'), !xml.Is("isEmbeded"u8, "0"u8)));
        }
        else if (xml.Name.SequenceEqual("title"u8))
            Metadata = Metadata with { Title = Text(ref xml) };
        else if (xml.Name.SequenceEqual("language"u8))
            Metadata = Metadata with { Language = Text(ref xml) };
        else if (xml.Name.SequenceEqual("meta"u8))
            Metadata = With(Metadata, xml.Attribute("name"u8), Text(ref xml));
    }

    static string? Text(ref XmlScanner xml) => xml.ReadText().Trim() is { Length: > 0 } text ? text : null;

    static DocumentMetadata With(DocumentMetadata metadata, string? name, string? value) => name switch
    {
        "creator" => metadata with { Author = value },
        "subject" => metadata with { Subject = value },
        "description" => metadata with { Comments = value },
        "lastsaveby" => metadata with { LastAuthor = value },
        "keyword" => metadata with { Keywords = value },
        "CreatedDate" => metadata with { Created = Moment(value) },
        "ModifiedDate" => metadata with { Modified = Moment(value) },
        _ => metadata,
    };

    static DateTimeOffset? Moment(string? value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
}
