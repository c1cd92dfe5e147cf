namespace Asan.Documents;

/// <summary>What is known of a document before its text: the first of its pieces.</summary>
public sealed record DocumentHead
{
    public required FileFormat Format { get; init; }

    /// <summary>As in <see cref="Document.FormatVersion"/>.</summary>
    public string? FormatVersion { get; init; }

    public required DocumentMetadata Metadata { get; init; }

    /// <summary>As in <see cref="Document.MasterPages"/>.</summary>
    public IReadOnlyList<Furniture> MasterPages { get; init; } = [];

    /// <summary>The embedded files that come after the sections, in their order: <see cref="Picture.File"/> is an index into this.</summary>
    public IReadOnlyList<EmbeddedFileName> Files { get; init; } = [];
}
