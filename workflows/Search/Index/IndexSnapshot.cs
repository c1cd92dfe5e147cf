using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>A snapshot of the database with the index as it is there: postings, statistics, what is dead and who may see what are of one moment.</summary>
sealed class IndexSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, IndexView view, BlockCache cache) : IAsyncDisposable
{
    /// <summary>To read more of the same moment.</summary>
    public NpgsqlConnection Connection => connection;

    public IndexView View => view;

    /// <summary>The blocks of each segment that may have these terms: from memory, and the missing ones by one statement.</summary>
    /// <returns>By segment and term; null where the segment cannot have the term.</returns>
    public async Task<byte[]?[][]> BlocksAsync(IReadOnlyList<ulong> terms, CancellationToken ct)
    {
        var blocks = new byte[]?[view.Segments.Count][];
        var missing = new Dictionary<(long Segment, int Block), List<(int Segment, int Term)>>();
        for (var s = 0; s < blocks.Length; s++)
        {
            var segment = view.Segments[s];
            blocks[s] = new byte[]?[terms.Count];
            for (var t = 0; t < terms.Count; t++)
                if (segment.BlockOf(terms[t]) is var block and >= 0 && (blocks[s][t] = BlockCache.Find(segment, block)) is null)
                {
                    if (!missing.TryGetValue((segment.Id, block), out var places))
                        missing.Add((segment.Id, block), places = []);
                    places.Add((s, t));
                }
        }

        if (missing.Count > 0)
            await ReadAsync(blocks, missing, ct);
        return blocks;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    async Task ReadAsync(byte[]?[][] blocks, Dictionary<(long Segment, int Block), List<(int Segment, int Term)>> missing, CancellationToken ct)
    {
        // One look into the index for each: OFFSET 0 keeps the planner from reading the table instead.
        await using var command = connection.Command("""
            SELECT wanted.segment_id, wanted.block, found.body
            FROM unnest($1, $2) AS wanted (segment_id, block)
            CROSS JOIN LATERAL
            (
                SELECT body
                FROM docs.posting p
                WHERE p.segment_id = wanted.segment_id AND p.block = wanted.block
                OFFSET 0
            ) AS found
            """, [Sql.Value(missing.Keys.Select(key => key.Segment).ToArray()), Sql.Value(missing.Keys.Select(key => key.Block).ToArray())]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = 0;
        while (await reader.ReadAsync(ct))
        {
            var block = reader.GetInt32(1);
            var body = await reader.GetFieldValueAsync<byte[]>(2, ct);
            var places = missing[(reader.GetInt64(0), block)];
            foreach (var (segment, term) in places)
                blocks[segment][term] = body;
            cache.Keep(view.Segments[places[0].Segment], block, body);
            read++;
        }

        if (read != missing.Count)
            throw new InvalidOperationException($"{missing.Count - read} blocks of the index are gone from the snapshot that lists their segments.");
    }
}
