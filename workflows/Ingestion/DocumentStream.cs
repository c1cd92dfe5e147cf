using System.Runtime.CompilerServices;
using System.Text;
using Asan.Documents;
using Asan.Documents.Exports;
using Asan.Documents.Isolation;
using Asan.Workflows.Search.Chunking;

namespace Asan.Workflows.Ingestion;

/// <summary>A document on its way from its parser to the index: each section is cut into chunks and written down as Markdown when it comes, and let go.</summary>
sealed class DocumentStream(Reading reading, string fileName, int inMemory) : IAsyncDisposable
{
    const int LongestTitle = 300;

    readonly SpooledStream spool = new(inMemory);

    /// <summary>Its short name, as <c>hwpx</c>.</summary>
    public string Format { get; } = reading.Head.Format.ToString().ToLowerInvariant();

    /// <summary>What the document calls itself, else what its file is called.</summary>
    public string Title { get; } = TitleOf(reading.Head.Metadata.Title, fileName);

    /// <summary>How many there were.</summary>
    public int Chunks { get; private set; }

    public async IAsyncEnumerable<Chunk> ChunksAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var text = new StreamWriter(spool, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 << 10, leaveOpen: true);
        var markdown = MarkdownExport.Begin(text, reading.Head, TextOptions.Shown, number => $"images/{number}");
        await foreach (var chunk in DocumentChunker.CutAsync(Written(markdown, ct), Title, ct))
        {
            Chunks++;
            yield return chunk;
        }

        await markdown.CompleteAsync(ct);
    }

    /// <summary>The Markdown of what has gone by, from its beginning.</summary>
    public Stream Content()
    {
        spool.Position = 0;
        return spool;
    }

    public ValueTask DisposeAsync() => spool.DisposeAsync();

    // A document may call itself anything, at any length.
    static string TitleOf(string? said, string fileName)
    {
        var title = string.IsNullOrWhiteSpace(said) ? Path.GetFileNameWithoutExtension(fileName) : said.Trim();
        return title.Length <= LongestTitle ? title : title[..(char.IsHighSurrogate(title[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle)];
    }

    async IAsyncEnumerable<Section> Written(ISectionWriter markdown, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var section in reading.SectionsAsync(ct))
        {
            await markdown.WriteAsync(section, ct);
            yield return section;
        }
    }
}
