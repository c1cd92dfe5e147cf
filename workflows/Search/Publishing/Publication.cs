using Asan.Documents;
using Asan.Workflows.Search.Chunking;

namespace Asan.Workflows.Search.Publishing;

/// <summary>One upload of a document, read and ready to be found. Its chunks are handed over beside it, as a stream.</summary>
public sealed record Publication
{
    /// <summary>The document's path in its container, or the client's id; at most 1,024 bytes of UTF-8.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Which upload this is: what <see cref="DocumentStore.AcceptAsync(string, CancellationToken)"/> gave.</summary>
    public required long Sequence { get; init; }

    /// <summary>Of the file's bytes, 64 lower-case hexadecimal digits: the version.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The format by its short name, as <c>hwpx</c>: hits are counted by it.</summary>
    public required string Format { get; init; }

    public string? Title { get; init; }

    /// <summary>Who may find it: holders of any one of these. None: nobody.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Which way of cutting and indexing the chunks were made by.</summary>
    public int Chunker { get; init; } = DocumentChunker.Version;

    /// <summary>
    /// Opens the whole document as Markdown in UTF-8. Called once, when the chunks were read to their end, so that a document is read once: what reads it
    /// fills a temporary file while its chunks go by. The publisher closes it; null stores none.
    /// </summary>
    public Func<Stream>? Content { get; init; }

    /// <summary>The files inside the document, numbered from 0; read last, one in memory at a time.</summary>
    public IAsyncEnumerable<EmbeddedFile> Files { get; init; } = AsyncEnumerable.Empty<EmbeddedFile>();

    /// <summary>What the reading warned of: asked when all else was read. All are counted, and the first <see cref="ShownWarnings.Most"/> shown; null: none.</summary>
    public Func<IReadOnlyList<ParseWarning>>? Warnings { get; init; }
}
