namespace Asan.Workflows.Etl.Sources;

/// <summary>What comes out of packed data, refused when it is so much more than went in that it can only be a bomb.</summary>
sealed class UnpackedStream(Stream unpacked, long packed, IDisposable? owner = null) : Stream
{
    // Synthea's files pack 5 to 20 times, a column of equal values more; small files may pack any times.
    const int HighestRatio = 250;
    const long AlwaysAllowed = 64L << 20;

    readonly long most = Math.Max(AlwaysAllowed, packed > long.MaxValue / HighestRatio ? long.MaxValue : packed * HighestRatio);
    long read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await unpacked.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Counted(unpacked.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            owner?.Dispose();
        }

        base.Dispose(disposing);
    }

    int Counted(int count)
    {
        read += count;
        return read <= most ? count : throw new InvalidDataException($"it unpacks to more than {HighestRatio} times its size");
    }
}
