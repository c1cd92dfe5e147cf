namespace Asan.Documents.Isolation;

/// <summary>A run of frames of one kind as a stream, which ends where the run does.</summary>
/// <param name="longest">How many bytes the run may have.</param>
sealed class FrameInput(FrameReader reader, FrameKind kind, long longest = long.MaxValue) : Stream
{
    ReadOnlyMemory<byte> rest;
    long taken;
    bool ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>For a run whose first frame was read already.</summary>
    public FrameInput StartingWith(ReadOnlyMemory<byte> first)
    {
        rest = first;
        ended = first.IsEmpty;
        Count(first.Length);
        return this;
    }

    void Count(int added)
    {
        taken += added;
        if (taken > longest)
            throw new ResultTooLargeException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || ended)
            return 0;
        if (rest.IsEmpty)
        {
            rest = await reader.ReadAsync(kind, cancellationToken);
            if (rest.IsEmpty)
            {
                ended = true;
                return 0;
            }

            Count(rest.Length);
        }

        var copied = Math.Min(buffer.Length, rest.Length);
        rest[..copied].CopyTo(buffer);
        rest = rest[copied..];
        return copied;
    }

    /// <summary>Reads what is left of the run.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        rest = default;
        while (!ended)
            ended = (await reader.ReadAsync(kind, cancellationToken)).IsEmpty;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
