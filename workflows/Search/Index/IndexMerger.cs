using Asan.Workflows.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>
/// Keeps the number of segments low and takes out what is dead. One host merges at a time; publications and searches go on meanwhile, and a merge that is
/// cut off leaves nothing.
/// </summary>
public sealed class IndexMerger(NpgsqlDataSource db, IndexReader index, SearchOptions options, ILogger<IndexMerger> log)
{
    // Any constant of our own.
    const long Turn = 0x4153414E_4D524745;

    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>Merges until there is nothing worth merging, or another host is at it.</summary>
    /// <returns>How many segments were made.</returns>
    public async Task<int> MergeAsync(CancellationToken ct)
    {
        var merges = 0;
        while (await MergeOnceAsync(ct))
            merges++;
        return merges;
    }

    async Task<bool> MergeOnceAsync(CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await connection.ScalarAsync<bool>("SELECT pg_try_advisory_xact_lock($1)", [Sql.Value(Turn)], ct))
            return false;

        IndexView view;
        await using (var snapshot = await index.OpenAsync(ct))
            view = snapshot.View;
        var overdue = await OverdueAsync(connection, ct);
        if (MergePolicy.Choose(view, options, segment => overdue.Any(segment.Holds)) is not { } chosen)
            return false;

        var merge = new SegmentMerge([.. chosen.Select(place => (view.Segments[place], view.Dead[place]))]);
        if (!merge.IsEmpty)
            await merge.WriteAsync(db, connection, ct);
        await SwitchAsync(connection, [.. chosen.Select(place => view.Segments[place].Id)], merge.Buried, ct);
        await transaction.CommitAsync(ct);
        log.Merged(chosen.Count, chosen.Sum(place => (long)view.Segments[place].Chunks), merge.Buried.Count);
        return true;
    }

    async Task<List<long>> OverdueAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT version_key FROM docs.dead WHERE died_at < now() - $1", [Sql.Value(options.PurgeAfter)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<long>();
        while (await reader.ReadAsync(ct))
            keys.Add(reader.GetInt64(0));
        return keys;
    }

    // What died since the view was taken is dead in the new segment too: the list is of versions, wherever they stand.
    static async Task SwitchAsync(NpgsqlConnection connection, long[] ids, IReadOnlyDictionary<long, int> buried, CancellationToken ct)
    {
        await connection.ExecuteAsync("DELETE FROM docs.posting WHERE segment_id = ANY ($1)", [Sql.Value(ids)], ct, Timeout);
        await IndexLog.NextAsync(connection, ct);
        await connection.ExecuteAsync("DELETE FROM docs.segment WHERE id = ANY ($1)", [Sql.Value(ids)], ct);
        await connection.ExecuteAsync("""
            WITH buried AS
            (
                SELECT version_key, chunks FROM unnest($1, $2) AS buried (version_key, chunks)
            ),
            gone AS
            (
                DELETE FROM docs.dead d USING buried b WHERE d.version_key = b.version_key AND d.chunks <= b.chunks
            )
            UPDATE docs.dead d SET chunks = d.chunks - b.chunks FROM buried b WHERE d.version_key = b.version_key AND d.chunks > b.chunks
            """, [Sql.Value(buried.Keys.ToArray()), Sql.Value(buried.Values.ToArray())], ct);
    }
}
