namespace Asan.Workflows.Search.Index;

/// <summary>
/// Keeps blocks in memory up to a bound. What is over it goes in the order it came, but what was used since then gets another round (CLOCK). Looking
/// at a block takes no lock.
/// </summary>
sealed class BlockCache(long budgetBytes)
{
    // What the array costs beside its bytes.
    const int Overhead = 64;

    readonly Lock gate = new();
    Queue<(Segment Segment, int Block)> entries = [];
    long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>The block's bytes; null when they are not in memory.</summary>
    public static byte[]? Find(Segment segment, int block)
    {
        var found = Volatile.Read(ref segment.Blocks[block]);
        if (found is not null)
            segment.Used[block] = true;
        return found;
    }

    public void Keep(Segment segment, int block, byte[] body)
    {
        if (body.Length + Overhead > budgetBytes)
            return;
        lock (gate)
        {
            if (segment.IsRetired || segment.Blocks[block] is not null)
                return;
            Volatile.Write(ref segment.Blocks[block], body);
            entries.Enqueue((segment, block));
            bytes += body.Length + Overhead;
            while (bytes > budgetBytes)
                Evict();
        }
    }

    /// <summary>Forgets segments that a merge has replaced. Searches that still use them may ask the database, where their snapshot has them.</summary>
    public void Drop(IEnumerable<Segment> segments)
    {
        lock (gate)
        {
            foreach (var segment in segments)
                segment.IsRetired = true;
            var kept = new Queue<(Segment Segment, int Block)>(entries.Count);
            foreach (var entry in entries)
                if (entry.Segment.IsRetired)
                    Forget(entry.Segment, entry.Block);
                else
                    kept.Enqueue(entry);
            entries = kept;
        }
    }

    void Evict()
    {
        var (segment, block) = entries.Dequeue();
        if (segment.Used[block])
        {
            segment.Used[block] = false;
            entries.Enqueue((segment, block));
            return;
        }

        Forget(segment, block);
    }

    void Forget(Segment segment, int block)
    {
        bytes -= segment.Blocks[block]!.Length + Overhead;
        Volatile.Write(ref segment.Blocks[block], null);
    }
}
