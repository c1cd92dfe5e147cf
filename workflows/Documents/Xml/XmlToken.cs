namespace Asan.Documents.Xml;

/// <summary>What <see cref="XmlScanner"/> stands at.</summary>
enum XmlToken
{
    None,

    /// <summary>A start tag; an empty element gives its end tag next.</summary>
    Start,
    End,
    Text,
}
