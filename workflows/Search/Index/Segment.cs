using System.Runtime.InteropServices;

namespace Asan.Workflows.Search.Index;

/// <summary>A segment as searches use it: what it holds is in memory, its blocks come and go (<see cref="BlockCache"/>). Never changed.</summary>
sealed class Segment
{
    // Keys in the order of their chunks; and sorted, with where each stands in that order.
    readonly long[] keys, sortedKeys;
    readonly int[] placeOfKey;
    readonly int[] firsts, starts;
    readonly ushort[] lengths;
    readonly int[] attributes;
    readonly ulong[] firstTerms;

    /// <param name="blocks">All blocks of a small segment; null when they are read as they are needed.</param>
    public Segment(long id, ReadOnlySpan<byte> contents, ReadOnlySpan<byte> directory, byte[][]? blocks)
    {
        Id = id;
        var read = SegmentContents.Of(contents);
        (firsts, starts, lengths) = (read.Firsts.ToArray(), read.Starts.ToArray(), read.Lengths.ToArray());
        keys = read.Keys.ToArray();
        (sortedKeys, placeOfKey) = Sorted(keys);
        attributes = new int[lengths.Length];
        for (var version = 0; version < read.Versions; version++)
            attributes.AsSpan(starts[version]..read.End(version)).Fill(read.Attributes[version]);
        Tokens = read.Tokens;
        LongestChunk = lengths.Length == 0 ? 0 : lengths.Max();

        firstTerms = new ulong[directory.Length / PostingBlock.TermBytes];
        MemoryMarshal.Cast<byte, ulong>(directory).CopyTo(firstTerms);
        Blocks = blocks ?? new byte[firstTerms.Length][];
        IsWhole = blocks is not null;
        Used = new bool[firstTerms.Length];
    }

    public long Id { get; }

    public long Tokens { get; }

    public int Chunks => lengths.Length;

    /// <summary>The tokens of its longest chunk.</summary>
    public int LongestChunk { get; }

    public int Versions => keys.Length;

    /// <summary>All blocks are in memory and stay there.</summary>
    public bool IsWhole { get; }

    /// <summary>Of each chunk, in tokens.</summary>
    public ReadOnlySpan<ushort> Lengths => lengths;

    /// <summary>Of each chunk: the number of its attributes.</summary>
    public ReadOnlySpan<int> Attributes => attributes;

    /// <summary>The bytes of the blocks that are in memory; the cache's to change, as the two below.</summary>
    public byte[]?[] Blocks { get; }

    public bool[] Used { get; }

    public bool IsRetired { get; set; }

    public bool Holds(long key) => Array.BinarySearch(sortedKeys, key) >= 0;

    /// <summary>The versions that it holds, in the order of their chunks.</summary>
    public ReadOnlySpan<long> Keys => keys;

    /// <summary>The chunks of the version at this place of <see cref="Keys"/>, and the ordinal of the first in its version.</summary>
    public (int Start, int End, int FirstOrdinal) At(int place) => (starts[place], place + 1 < starts.Length ? starts[place + 1] : lengths.Length, firsts[place]);

    /// <summary>The block that has the term if any has; negative when none can.</summary>
    public int BlockOf(ulong term)
    {
        var index = firstTerms.AsSpan().BinarySearch(term);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>The chunks of a version; empty when it is not here.</summary>
    public Range ChunksOf(long key)
    {
        var index = Array.BinarySearch(sortedKeys, key);
        if (index < 0)
            return ..0;
        var version = placeOfKey[index];
        return starts[version]..(version + 1 < starts.Length ? starts[version + 1] : lengths.Length);
    }

    /// <summary>Which chunk of which version this is.</summary>
    public (long VersionKey, int Ordinal) Locate(int chunk)
    {
        var version = Array.BinarySearch(starts, chunk);
        if (version < 0)
            version = ~version - 1;
        return (keys[version], firsts[version] + chunk - starts[version]);
    }

    // They mostly come in order: then they need no second array.
    static (long[] Keys, int[] Places) Sorted(long[] keys)
    {
        int[] places = [.. Enumerable.Range(0, keys.Length)];
        var inOrder = true;
        for (var i = 1; i < keys.Length && inOrder; i++)
            inOrder = keys[i - 1] < keys[i];
        if (inOrder)
            return (keys, places);
        var sorted = keys.ToArray();
        Array.Sort(sorted, places);
        return (sorted, places);
    }
}
