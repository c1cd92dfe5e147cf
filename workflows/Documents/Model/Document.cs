using System.Text.Json.Serialization;

namespace Asan.Documents;

/// <summary>A document as it was read, whatever format it came in. Nothing in it refers to the file any more.</summary>
public sealed record Document
{
    public required FileFormat Format { get; init; }

    /// <summary>The format's own version, such as <c>5.0.5.0</c>; null when the file does not tell.</summary>
    public string? FormatVersion { get; init; }

    public required DocumentMetadata Metadata { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    /// <summary>Master pages that the format keeps apart from its sections. Neither the body nor the counts hold them.</summary>
    public IReadOnlyList<Furniture> MasterPages { get; init; } = [];

    /// <summary>Pictures and other embedded files, each once, however often it is shown. <see cref="Picture.File"/> is an index into this.</summary>
    public IReadOnlyList<EmbeddedFile> Files { get; init; } = [];

    /// <summary>Empty when all of the file was read.</summary>
    public IReadOnlyList<ParseWarning> Warnings { get; init; } = [];

    /// <summary>What is in the document, counted now.</summary>
    [JsonIgnore]
    public DocumentCounts Counts => DocumentCounts.Of(this);
}
