namespace Asan.Runtime.Blobs.Tests;

/// <summary>Content as it comes from a network: of unknown length, in pieces, and perhaps with a pause or a break at one place.</summary>
sealed class OneWayStream(byte[] content, int stopAt = int.MaxValue, Task? stop = null) : Stream
{
    int position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (stop is not null && position >= stopAt)
            await stop.WaitAsync(cancellationToken);
        var count = Math.Min(Math.Min(buffer.Length, 70_001), content.Length - position);
        content.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
