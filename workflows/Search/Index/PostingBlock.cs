using System.Buffers.Binary;

namespace Asan.Workflows.Search.Index;

/// <summary>
/// A block of a segment: some terms in order, each with its <see cref="PostingList"/>. Bytes: the number of terms (two bytes), the terms (eight each), where each
/// list begins behind them (two each), the lists. Little-endian. A term that alone exceeds the usual size has a block for itself.
/// </summary>
readonly ref struct PostingBlock
{
    /// <summary>Two rows of such blocks fit into a page of PostgreSQL.</summary>
    public const int UsualBytes = 3_960;

    public const int CountBytes = 2, TermBytes = 8, PlaceBytes = 2;

    readonly ReadOnlySpan<byte> bytes;

    public PostingBlock(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        Terms = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public int Terms { get; }

    public ulong Term(int index) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(CountBytes + (index * TermBytes))..]);

    public PostingList List(int index)
    {
        var lists = CountBytes + (Terms * (TermBytes + PlaceBytes));
        var place = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(CountBytes + (Terms * TermBytes) + (index * PlaceBytes))..]);
        return new(bytes[(lists + place)..]);
    }

    /// <returns>Which term this is; negative when the block has it not.</returns>
    public int Find(ulong term)
    {
        var (low, high) = (0, Terms - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var here = Term(middle);
            if (here == term)
                return middle;
            if (here < term)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
