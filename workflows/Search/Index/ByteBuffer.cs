namespace Asan.Workflows.Search.Index;

/// <summary>Bytes that are appended to, and used again from the beginning.</summary>
sealed class ByteBuffer
{
    byte[] bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void AppendVarint(ulong value)
    {
        Need(Varint.Longest);
        Length += Varint.Write(bytes.AsSpan(Length), value);
    }

    public void Append(ReadOnlySpan<byte> more)
    {
        Need(more.Length);
        more.CopyTo(bytes.AsSpan(Length));
        Length += more.Length;
    }

    /// <summary>Room for so many more bytes at the end, to be written by the caller.</summary>
    public Span<byte> Take(int count)
    {
        Need(count);
        Length += count;
        return bytes.AsSpan(Length - count, count);
    }

    void Need(int more)
    {
        if (bytes.Length - Length < more)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + more));
    }
}
