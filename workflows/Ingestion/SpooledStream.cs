namespace Asan.Workflows.Ingestion;

/// <summary>What is written to it, to be read again: in memory while it is short, else in a file that nobody else sees and that goes when it is closed.</summary>
sealed class SpooledStream(int inMemory) : Stream
{
    Stream stream = new MemoryStream();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => stream.Length;

    public override long Position { get => stream.Position; set => stream.Position = value; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (stream is MemoryStream memory && memory.Length + buffer.Length > inMemory)
            MoveToFile(memory);
        stream.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => stream.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    public override void SetLength(long value) => stream.SetLength(value);

    public override void Flush() => stream.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }

    void MoveToFile(MemoryStream memory)
    {
        // Unlinked while it is open where the system lets us: a host that is killed leaves nothing.
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.SequentialScan,
        });
        if (!OperatingSystem.IsWindows())
            File.Delete(file.Name);
        memory.WriteTo(file);
        memory.Dispose();
        stream = file;
    }
}
