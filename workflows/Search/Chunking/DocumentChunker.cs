using Asan.Documents;

namespace Asan.Workflows.Search.Chunking;

/// <summary>Cuts documents into chunks by their structure. The same document gives the same chunks, ever, for as long as the version is the same.</summary>
public static class DocumentChunker
{
    /// <summary>Raised when chunks, their ids or their terms become other ones: documents published before are then to be published again.</summary>
    public const int Version = 3;

    /// <summary>The chunks of a document, made one after another as they are asked for.</summary>
    /// <param name="title">What the document is called; stands above its headings. Null when nothing.</param>
    public static IEnumerable<Chunk> Cut(Document document, string? title, ChunkLimits? limits = null) => Cut(document.Sections, title, limits);

    /// <summary>The chunks of a document that comes in sections: none of those that were read is kept.</summary>
    public static IEnumerable<Chunk> Cut(IEnumerable<Section> sections, string? title, ChunkLimits? limits = null) =>
        new Cutting(title, limits ?? ChunkLimits.Default).Cut(sections);

    /// <inheritdoc cref="Cut(IEnumerable{Section}, string?, ChunkLimits?)"/>
    public static IAsyncEnumerable<Chunk> CutAsync(IAsyncEnumerable<Section> sections, string? title, CancellationToken ct, ChunkLimits? limits = null) =>
        new Cutting(title, limits ?? ChunkLimits.Default).CutAsync(sections, ct);
}
