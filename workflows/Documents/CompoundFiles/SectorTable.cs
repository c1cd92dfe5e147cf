using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Asan.Documents.CompoundFiles;

/// <summary>Which sector follows which: the FAT, or the mini FAT. Walks chains over one run of bytes that the sectors divide.</summary>
/// <param name="next">The table; an entry of <see cref="Unknown"/> stood in a sector that is not in the file.</param>
/// <param name="bytes">What the sectors lie in.</param>
/// <param name="origin">Where sector 0 begins in it.</param>
sealed class SectorTable(uint[] next, ReadOnlyMemory<byte> bytes, int origin, int shift)
{
    /// <summary>Marks an entry that is lost. It lies among the special values, so no sector has this number.</summary>
    public const uint Unknown = 0xFFFFFFFB;

    // A stream that does not tell its length is guessed this many sectors far.
    const int MaximumGuess = 4096;

    readonly int size = 1 << shift;

    /// <summary>Reads a chain of at most so many bytes. It always ends: no chain is followed further than there are sectors.</summary>
    /// <param name="exact">The length is the stream's, not just a bound: less is damage.</param>
    public CompoundStream Read(uint start, long length, bool exact)
    {
        if (length <= 0)
            return new(ReadOnlyMemory<byte>.Empty, true);

        var sectors = (long)(bytes.Length - origin + size - 1) >> shift;
        var wanted = Math.Min((length + size - 1) >> shift, sectors);
        if (TryReadRow(start, wanted, length, exact, out var row))
            return row;

        var chain = new List<uint>();
        var isWhole = Follow(start, wanted, sectors, exact, chain);
        return Join(chain, length, isWhole, exact);
    }

    // Where the table itself is lost, the next sector is the best guess for a chain that lay in a row so far, and no guess is better for any other.
    bool Follow(uint sector, long wanted, long sectors, bool exact, List<uint> chain)
    {
        var (isInRow, guesses) = (true, 0);
        while (chain.Count < wanted)
        {
            if (sector >= CompoundHeader.LastSector || sector >= sectors)
                return !exact && sector >= CompoundHeader.LastSector && guesses == 0;
            chain.Add(sector);
            var follows = sector < next.Length ? next[sector] : Unknown;
            if (follows != Unknown)
                isInRow = follows == sector + 1;
            else if (chain.Count == wanted)
                break;
            else if (!isInRow || (++guesses > MaximumGuess && !exact))
                return false;
            else
                follows = sector + 1;
            sector = follows;
        }

        return guesses == 0;
    }

    // Most streams lie in a row: then there is nothing to copy.
    bool TryReadRow(uint start, long wanted, long length, bool exact, out CompoundStream stream)
    {
        stream = default;
        if (!exact || start >= next.Length)
            return false;
        for (var i = 0; i < wanted - 1; i++)
            if (start + i >= next.Length || next[start + i] != start + i + 1)
                return false;

        var from = origin + ((long)start << shift);
        if (from + length > bytes.Length)
            return false;
        stream = new(bytes.Slice((int)from, (int)length), true);
        return true;
    }

    CompoundStream Join(List<uint> chain, long length, bool isWhole, bool exact)
    {
        var result = new byte[Math.Min(length, (long)chain.Count << shift)];
        var filled = 0;
        foreach (var sector in chain)
        {
            var from = origin + ((long)sector << shift);
            var take = (int)Math.Min(Math.Min(size, result.Length - filled), bytes.Length - from);
            if (take <= 0)
                break;
            bytes.Span.Slice((int)from, take).CopyTo(result.AsSpan(filled));
            filled += take;
            if (take < size && filled < result.Length)
                break;
        }

        return new(result.AsMemory(0, filled), isWhole && (!exact || filled == length));
    }

    /// <summary>Reads a table out of the sectors it lies in.</summary>
    public static uint[] Parse(ReadOnlySpan<byte> table)
    {
        var entries = new uint[table.Length / sizeof(uint)];
        if (BitConverter.IsLittleEndian)
            MemoryMarshal.Cast<byte, uint>(table)[..entries.Length].CopyTo(entries);
        else
            for (var i = 0; i < entries.Length; i++)
                entries[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(i * sizeof(uint))..]);
        return entries;
    }
}
