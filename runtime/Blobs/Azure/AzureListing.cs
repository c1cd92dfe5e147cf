using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>One page of a listing, and the mark behind which the next one begins; null on the last.</summary>
sealed record AzureListing(IReadOnlyList<Blob> Blobs, string? Next)
{
    static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, Async = true, MaxCharactersInDocument = 64 << 20 };

    /// <exception cref="XmlException">It is no listing.</exception>
    /// <exception cref="FormatException">It tells a size or a time that is none.</exception>
    public static async Task<AzureListing> ReadAsync(Stream xml, CancellationToken ct)
    {
        using var reader = XmlReader.Create(xml, Settings);
        var document = await XDocument.LoadAsync(reader, LoadOptions.None, ct);
        var root = document.Root ?? throw new XmlException("The listing is empty.");
        var next = (string?)root.Element("NextMarker");
        return new([.. Part(root, "Blobs").Elements("Blob").Select(Read)], string.IsNullOrEmpty(next) ? null : next);
    }

    static Blob Read(XElement blob)
    {
        var properties = Part(blob, "Properties");
        return new(
            NameIn(Part(blob, "Name")),
            (long)Part(properties, "Content-Length"),
            DateTimeOffset.Parse(Part(properties, "Last-Modified").Value, CultureInfo.InvariantCulture),
            Part(properties, "Etag").Value.Trim('"'));
    }

    static XElement Part(XElement element, string name) => element.Element(name) ?? throw new XmlException($"The listing lacks {name}.");

    // A name that XML cannot hold comes percent-encoded.
    static string NameIn(XElement name) => (bool?)name.Attribute("Encoded") is true ? Uri.UnescapeDataString(name.Value) : name.Value;
}
