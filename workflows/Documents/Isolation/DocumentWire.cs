using System.Text.Json;

namespace Asan.Documents.Isolation;

/// <summary>A document as a run of frames: its JSON, then each embedded file as it is, since pictures would grow by a third in JSON.</summary>
static class DocumentWire
{
    public static async Task WriteAsync(FrameWriter writer, Document document, CancellationToken cancellationToken)
    {
        await using (var json = new FrameOutput(writer, FrameKind.Document))
        {
            await JsonSerializer.SerializeAsync(json, document with { Files = [] }, WireJson.Lean.Document, cancellationToken);
            await json.CompleteAsync(cancellationToken);
        }

        foreach (var file in document.Files)
        {
            var head = new FileHead(file.Name, file.MediaType, file.Bytes.Length);
            await writer.WriteAsync(FrameKind.File, JsonSerializer.SerializeToUtf8Bytes(head, WireJson.Lean.FileHead), cancellationToken);
            await writer.WriteRunAsync(FrameKind.FileContent, file.Bytes, cancellationToken);
        }

        await writer.WriteAsync(FrameKind.Done, default, cancellationToken);
    }

    /// <summary>Reads what follows the first frame of a document.</summary>
    /// <exception cref="ProtocolException">It is no document.</exception>
    public static async Task<Document> ReadAsync(FrameReader reader, ReadOnlyMemory<byte> first, CancellationToken cancellationToken)
    {
        var document = await ReadJsonAsync(new FrameInput(reader, FrameKind.Document).StartingWith(first), cancellationToken);
        var files = new List<EmbeddedFile>();
        while (await reader.ReadAsync(cancellationToken) is { } frame)
        {
            if (frame.Kind == FrameKind.Done)
                return files.Count == 0 ? document : document with { Files = files };
            if (frame.Kind != FrameKind.File)
                break;
            files.Add(await ReadFileAsync(reader, frame.Payload, cancellationToken));
        }

        throw new ProtocolException("The document does not end.");
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

    static async Task<EmbeddedFile> ReadFileAsync(FrameReader reader, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var head = JsonSerializer.Deserialize(payload.Span, WireJson.Lean.FileHead) ?? throw new ProtocolException("A file has no head.");
        // The length is a claim: the memory grows with what comes.
        using var bytes = new MemoryStream();
        await new FrameInput(reader, FrameKind.FileContent).CopyToAsync(bytes, cancellationToken);
        return bytes.Length == head.Length
            ? new(head.Name, head.MediaType, bytes.GetBuffer().AsMemory(0, (int)bytes.Length))
            : throw new ProtocolException("A file is not as long as was said.");
    }
}
