namespace Asan.Workflows.Search.Index;

/// <summary>The chunks of a segment that were replaced or deleted since it was written.</summary>
sealed class DeadChunks
{
    readonly ulong[] bits;

    DeadChunks(ulong[] bits, int count) => (this.bits, Count) = (bits, count);

    public int Count { get; private set; }

    public bool Contains(int chunk) => (bits[chunk >> 6] & (1UL << chunk)) != 0;

    /// <summary>Null when none of these versions is in the segment.</summary>
    public static DeadChunks? Of(Segment segment, HashSet<long> keys) =>
        With(segment, null, keys.Count < segment.Versions ? keys : segment.Keys.ToArray().Where(keys.Contains));

    /// <summary>The same with more versions; the same object when the segment holds none of them.</summary>
    public static DeadChunks? With(Segment segment, DeadChunks? dead, IEnumerable<long> keys)
    {
        DeadChunks? next = null;
        foreach (var key in keys)
        {
            var (from, length) = segment.ChunksOf(key).GetOffsetAndLength(segment.Chunks);
            if (length == 0)
                continue;
            next ??= dead is null ? new(new ulong[(segment.Chunks + 63) >> 6], 0) : new([.. dead.bits], dead.Count);
            next.Add(from, length);
        }

        return next ?? dead;
    }

    void Add(int from, int length)
    {
        for (var chunk = from; chunk < from + length; chunk++)
            if (!Contains(chunk))
            {
                bits[chunk >> 6] |= 1UL << chunk;
                Count++;
            }
    }
}
