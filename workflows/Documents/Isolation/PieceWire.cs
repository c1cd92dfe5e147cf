using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Asan.Documents.Pieces;

namespace Asan.Documents.Isolation;

/// <summary>A document as runs of frames: its head, its sections, the bytes of its files, its tail.</summary>
static class PieceWire
{
    public static async Task WriteAsync(FrameWriter writer, DocumentPieces pieces, CancellationToken cancellationToken)
    {
        var isBegun = false;
        await using var json = new FrameOutput(writer, FrameKind.Section);
        foreach (var section in pieces.Sections())
        {
            // Not before there is something to read: that there is not is an answer in place of the head.
            if (!isBegun)
                await WriteJsonAsync(writer, FrameKind.Head, pieces.Head, WireJson.Lean.DocumentHead, cancellationToken);
            isBegun = true;
            await JsonSerializer.SerializeAsync(json, section, WireJson.Lean.Section, cancellationToken);
            await json.CompleteAsync(cancellationToken);
        }

        foreach (var file in pieces.Files())
            await writer.WriteRunAsync(FrameKind.FileContent, file.Bytes, cancellationToken);
        await WriteJsonAsync(writer, FrameKind.Tail, pieces.Tail(), WireJson.Lean.DocumentTail, cancellationToken);
        await writer.WriteAsync(FrameKind.Done, default, cancellationToken);
    }

    static async Task WriteJsonAsync<T>(FrameWriter writer, FrameKind kind, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var json = new FrameOutput(writer, kind);
        await JsonSerializer.SerializeAsync(json, value, type, cancellationToken);
        await json.CompleteAsync(cancellationToken);
    }

    /// <summary>Reads what came as JSON, a run whose first frame has come.</summary>
    /// <exception cref="ProtocolException">It is not what it should be.</exception>
    /// <exception cref="ResultTooLargeException">It is longer than allowed.</exception>
    public static async Task<T> ReadJsonAsync<T>(
        FrameReader reader, FrameKind kind, ReadOnlyMemory<byte> first, long longest, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = new FrameInput(reader, kind, longest).StartingWith(first);
        try
        {
            var value = await JsonSerializer.DeserializeAsync(json, type, cancellationToken);
            await json.DrainAsync(cancellationToken);
            return value ?? throw new ProtocolException("A piece of the document is null.");
        }
        catch (JsonException)
        {
            // Without its message: it may quote the document.
            throw new ProtocolException("A piece of the document is not what it should be.");
        }
    }

    /// <summary>Reads the bytes of a file whose first frame has come.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadFileAsync(FrameReader reader, ReadOnlyMemory<byte> first, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await new FrameInput(reader, FrameKind.FileContent).StartingWith(first).CopyToAsync(bytes, cancellationToken);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
