using System.Buffers.Binary;

namespace Asan.Documents.Isolation;

/// <summary>Writes frames as <see cref="FrameReader"/> reads them.</summary>
sealed class FrameWriter(Stream stream)
{
    readonly byte[] header = new byte[FrameReader.HeaderLength];

    /// <exception cref="ArgumentOutOfRangeException">The payload is longer than a frame may be: <see cref="FrameOutput"/> cuts it.</exception>
    public async ValueTask WriteAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, FrameReader.LongestPayload);
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(1), payload.Length);
        await stream.WriteAsync(header, cancellationToken);
        await stream.WriteAsync(payload, cancellationToken);
    }

    /// <summary>Writes the payload in as many frames as it takes, and the empty one that ends it.</summary>
    public async ValueTask WriteRunAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        for (; payload.Length > FrameReader.LongestPayload; payload = payload[FrameReader.LongestPayload..])
            await WriteAsync(kind, payload[..FrameReader.LongestPayload], cancellationToken);
        if (payload.Length > 0)
            await WriteAsync(kind, payload, cancellationToken);
        await WriteAsync(kind, default, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);
}
