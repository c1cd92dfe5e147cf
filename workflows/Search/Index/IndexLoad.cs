using System.Runtime.CompilerServices;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>Reads what a view lacks, from the snapshot that the connection has open.</summary>
static class IndexLoad
{
    const int SmallBlocks = 16;

    /// <param name="deadKeys">The dead versions of the view; becomes those of the next one.</param>
    public static async Task<IndexView> NextAsync(NpgsqlConnection connection, IndexView view, HashSet<long> deadKeys, long revision, CancellationToken ct)
    {
        var known = view.Segments.ToDictionary(segment => segment.Id);
        var ids = await IdsAsync(connection, ct);
        await foreach (var segment in SegmentsAsync(connection, [.. ids.Where(id => !known.ContainsKey(id))], ct))
            known.Add(segment.Id, segment);

        // Versions are taken off the list of the dead only by merges, which also take segments away.
        var merged = known.Count > ids.Count;
        var dead = await DeadAsync(connection, merged ? -1 : view.Revision, ct);
        var died = dead.Where(key => !deadKeys.Contains(key)).ToArray();
        if (merged)
            deadKeys.Clear();
        deadKeys.UnionWith(dead);
        return view.Next(revision, [.. ids.Select(id => known[id])], died, deadKeys);
    }

    static async Task<List<long>> IdsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT id FROM docs.segment ORDER BY id", []);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<long>();
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    // Of a small segment, as each publication makes one, the blocks come with it and stay.
    static async IAsyncEnumerable<Segment> SegmentsAsync(NpgsqlConnection connection, long[] ids, [EnumeratorCancellation] CancellationToken ct)
    {
        if (ids.Length == 0)
            yield break;
        await using var command = connection.Command("""
            SELECT s.id
                 , s.contents
                 , s.directory
                 , CASE WHEN s.blocks <= $2 THEN ARRAY (SELECT p.body FROM docs.posting p WHERE p.segment_id = s.id ORDER BY p.block) END
            FROM unnest($1) AS wanted (id)
            JOIN docs.segment s ON s.id = wanted.id
            """, [Sql.Value(ids), Sql.Value(SmallBlocks)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var contents = await reader.GetFieldValueAsync<byte[]>(1, ct);
            var directory = await reader.GetFieldValueAsync<byte[]>(2, ct);
            var blocks = await reader.IsDBNullAsync(3, ct) ? null : await reader.GetFieldValueAsync<byte[][]>(3, ct);
            yield return new Segment(reader.GetInt64(0), contents, directory, blocks);
        }
    }

    static async Task<List<long>> DeadAsync(NpgsqlConnection connection, long since, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT version_key FROM docs.dead WHERE revision > $1", [Sql.Value(since)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<long>();
        while (await reader.ReadAsync(ct))
            keys.Add(reader.GetInt64(0));
        return keys;
    }
}
