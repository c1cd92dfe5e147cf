namespace Asan.Documents.Isolation;

/// <summary>A stream whose bytes leave as a run of frames of one kind; <see cref="CompleteAsync"/> ends the run, and another may begin.</summary>
sealed class FrameOutput(FrameWriter writer, FrameKind kind) : Stream
{
    readonly byte[] buffer = new byte[FrameReader.LongestPayload];
    int filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        while (bytes.Length > 0)
        {
            var taken = Math.Min(bytes.Length, buffer.Length - filled);
            bytes[..taken].CopyTo(buffer.AsMemory(filled));
            bytes = bytes[taken..];
            filled += taken;
            if (filled == buffer.Length)
                await SendAsync(cancellationToken);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (filled > 0)
            await SendAsync(cancellationToken);
        await writer.WriteAsync(kind, default, cancellationToken);
    }

    async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await writer.WriteAsync(kind, buffer.AsMemory(0, filled), cancellationToken);
        filled = 0;
    }

    public override Task WriteAsync(byte[] bytes, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(bytes.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    // A frame is sent when it is full or the run ends; in between there is nothing to hurry.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
