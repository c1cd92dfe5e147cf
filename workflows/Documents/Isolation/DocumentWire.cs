using System.Text.Json;

namespace Asan.Documents.Isolation;

/// <summary>A document as a run of frames: its JSON, then the bytes of each embedded file.</summary>
static class DocumentWire
{
    public static async Task WriteAsync(FrameWriter writer, Document document, CancellationToken cancellationToken)
    {
        await using (var json = new FrameOutput(writer, FrameKind.Document))
        {
            await JsonSerializer.SerializeAsync(json, document, WireJson.Lean.Document, cancellationToken);
            await json.CompleteAsync(cancellationToken);
        }

        foreach (var file in document.Files)
            await writer.WriteRunAsync(FrameKind.FileContent, file.Bytes, cancellationToken);
        await writer.WriteAsync(FrameKind.Done, default, cancellationToken);
    }

    /// <summary>Reads a document whose first frame has come.</summary>
    /// <exception cref="ProtocolException">It is no document.</exception>
    public static async Task<Document> ReadAsync(FrameReader reader, ReadOnlyMemory<byte> first, CancellationToken cancellationToken)
    {
        var document = await ReadJsonAsync(new FrameInput(reader, FrameKind.Document).StartingWith(first), cancellationToken);
        // The JSON's own list, made a moment ago: its files are still without their bytes.
        var files = (IList<EmbeddedFile>)document.Files;
        for (var i = 0; i < files.Count; i++)
            files[i] = files[i] with { Bytes = await ReadFileAsync(reader, cancellationToken) };
        await reader.ReadAsync(FrameKind.Done, cancellationToken);
        return document;
    }

    static async Task<Document> ReadJsonAsync(FrameInput json, CancellationToken cancellationToken)
    {
        try
        {
            var document = await JsonSerializer.DeserializeAsync(json, WireJson.Lean.Document, cancellationToken);
            await json.DrainAsync(cancellationToken);
            return document ?? throw new ProtocolException("The document is null.");
        }
        catch (JsonException)
        {
            // Without its message: it may quote the document.
            throw new ProtocolException("The document is not what it should be.");
        }
    }

    static async Task<ReadOnlyMemory<byte>> ReadFileAsync(FrameReader reader, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await new FrameInput(reader, FrameKind.FileContent).CopyToAsync(bytes, cancellationToken);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
