using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>The order of changes: each is made under the lock of one row, in the transaction that makes it, so a later commit has the higher revision.</summary>
static class IndexLog
{
    // A document of millions of words takes a while to remove, and to check.
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Waits for its turn and takes the next revision, which is everybody's when the transaction is committed. Others wait for that: what takes long is to be
    /// done before, and so the checks that would be made at the commit are made here, ahead of the lock.
    /// </summary>
    public static async Task<long> NextAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", [], ct, Timeout);
        return await connection.ScalarAsync<long>("UPDATE docs.index_state SET revision = revision + 1 RETURNING revision", [], ct);
    }

    /// <summary>Enters that a document shows another version than before, or none; what it showed is removed with all that was made of it.</summary>
    /// <remarks>The caller holds the document's row and has changed it.</remarks>
    public static async Task EnterAsync(NpgsqlConnection connection, string documentId, CancellationToken ct)
    {
        var gone = await RemoveAsync(connection, documentId, ct);
        var revision = await NextAsync(connection, ct);
        await connection.ExecuteAsync(
            "INSERT INTO docs.dead (version_key, revision, chunks) SELECT key, $1, chunks FROM unnest($2, $3) AS gone (key, chunks) WHERE chunks > 0"
            , [Sql.Value(revision), Sql.Value(gone.Select(version => version.Key).ToArray()), Sql.Value(gone.Select(version => version.Chunks).ToArray())], ct);
    }

    static async Task<List<(long Key, int Chunks)>> RemoveAsync(NpgsqlConnection connection, string documentId, CancellationToken ct)
    {
        await using var command = connection.Command("""
            DELETE FROM docs.version v
            WHERE document_id = $1
              AND NOT EXISTS (SELECT FROM docs.document d WHERE d.id = $1 AND d.version_key = v.key)
            RETURNING key, chunks
            """, [Sql.Value(documentId)], Timeout);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var gone = new List<(long, int)>();
        while (await reader.ReadAsync(ct))
            gone.Add((reader.GetInt64(0), reader.GetInt32(1)));
        return gone;
    }
}
