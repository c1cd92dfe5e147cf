using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>A table of places with data for each stretch between two of them ([MS-DOC] 2.2.2): n + 1 places, then n pieces of data.</summary>
sealed class Plc(ReadOnlyMemory<byte> bytes, int dataLength)
{
    public static Plc Empty { get; } = new(default, 0);

    public int Count { get; } = bytes.Length < 8 ? 0 : (bytes.Length - 4) / (4 + dataLength);

    /// <summary>The i-th place; there is one more than there are data.</summary>
    public int Place(int i) => I32(bytes.Span, 4L * i);

    public ReadOnlySpan<byte> Data(int i)
    {
        var at = 4L * (Count + 1) + (long)dataLength * i;
        return LittleEndian.Slice(bytes, at, dataLength).Span;
    }
}
