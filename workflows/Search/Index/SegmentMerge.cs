using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>Makes one segment of some, without what is dead. Memory holds a few blocks of each, and one list.</summary>
sealed class SegmentMerge
{
    readonly IReadOnlyList<Segment> sources;
    readonly int[][] ordinals;
    readonly SegmentContents contents = new();
    readonly Dictionary<long, int> buried = [];

    public SegmentMerge(IReadOnlyList<(Segment Segment, DeadChunks? Dead)> sources)
    {
        this.sources = [.. sources.Select(source => source.Segment)];
        ordinals = [.. sources.Select(source => Renumber(source.Segment, source.Dead))];
    }

    /// <summary>The chunks of each dead version that are left out.</summary>
    public IReadOnlyDictionary<long, int> Buried => buried;

    public bool IsEmpty => contents.Chunks == 0;

    public async Task WriteAsync(NpgsqlDataSource db, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var writing = await SegmentWriting.BeginAsync(connection, ct);
        var queue = new PriorityQueue<int, (ulong Term, int Source)>();
        var cursors = sources.Select(segment => new BlockCursor(db, segment)).ToArray();
        for (var i = 0; i < cursors.Length; i++)
            await EnqueueAsync(i);

        var list = new PostingListWriter();
        while (queue.TryPeek(out _, out var next))
        {
            list.Begin();
            while (queue.TryPeek(out var source, out var here) && here.Term == next.Term)
            {
                queue.Dequeue();
                cursors[source].List.CopyTo(list, ordinals[source]);
                await EnqueueAsync(source);
            }

            if (list.Count > 0)
                await writing.AddAsync(next.Term, list, ct);
        }

        await writing.CompleteAsync(contents, ct);

        async ValueTask EnqueueAsync(int source)
        {
            if (await cursors[source].MoveNextAsync(ct))
                queue.Enqueue(source, (cursors[source].Term, source));
        }
    }

    int[] Renumber(Segment segment, DeadChunks? dead)
    {
        var renumbered = new int[segment.Chunks];
        for (var version = 0; version < segment.Versions; version++)
        {
            var (start, end, first) = segment.At(version);
            if (dead?.Contains(start) == true)
            {
                buried[segment.Keys[version]] = buried.GetValueOrDefault(segment.Keys[version]) + end - start;
                renumbered.AsSpan(start..end).Fill(-1);
                continue;
            }

            contents.BeginVersion(segment.Keys[version], first, segment.Attributes[start]);
            for (var chunk = start; chunk < end; chunk++)
            {
                renumbered[chunk] = contents.Chunks;
                contents.AddChunk(segment.Lengths[chunk]);
            }
        }

        return renumbered;
    }
}
