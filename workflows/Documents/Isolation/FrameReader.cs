using System.Buffers.Binary;

namespace Asan.Documents.Isolation;

/// <summary>
/// Reads frames: a byte of kind, four of length (little endian), the payload. Nothing the other side says makes it take more memory than one
/// frame, and no more than <paramref name="longest"/> bytes between two calls of <see cref="Restart"/>.
/// </summary>
sealed class FrameReader(Stream stream, long longest)
{
    public const int HeaderLength = 5;
    public const int LongestPayload = 64 * 1024;

    readonly byte[] header = new byte[HeaderLength];
    readonly byte[] payload = new byte[LongestPayload];
    long taken;

    /// <summary>What the frame was that was read last.</summary>
    public FrameKind Last { get; private set; }

    /// <summary>Its payload, good until the next call.</summary>
    public ReadOnlyMemory<byte> LastPayload { get; private set; }

    /// <summary>Begins to count anew: another document.</summary>
    public void Restart() => taken = 0;

    /// <summary>The next frame, or null where the stream ends between two. The payload is good until the next call.</summary>
    /// <exception cref="ProtocolException">The frame cannot be, or the stream ends within it.</exception>
    /// <exception cref="ResultTooLargeException">The frames together are longer than allowed.</exception>
    public async ValueTask<(FrameKind Kind, ReadOnlyMemory<byte> Payload)?> ReadAsync(CancellationToken cancellationToken)
    {
        var got = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (got == 0)
            return null;
        if (got < HeaderLength)
            throw new ProtocolException("The stream ends within the head of a frame.");

        var kind = (FrameKind)header[0];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(1));
        if (kind is < FrameKind.Hello or > FrameKind.Tail || length > LongestPayload)
            throw new ProtocolException("What came is no frame.");
        taken += length;
        if (taken > longest)
            throw new ResultTooLargeException();

        var memory = payload.AsMemory(0, (int)length);
        if (await stream.ReadAtLeastAsync(memory, memory.Length, throwOnEndOfStream: false, cancellationToken) < memory.Length)
            throw new ProtocolException("The stream ends within a frame.");
        (Last, LastPayload) = (kind, memory);
        return (kind, memory);
    }

    /// <summary>The next frame, which must be of this kind.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(FrameKind kind, CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is { } frame && frame.Kind == kind
            ? frame.Payload
            : throw new ProtocolException($"A frame of the kind {kind} should have come.");
}
