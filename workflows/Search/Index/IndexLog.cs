using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>The order of changes: each is made under the lock of one row, in the transaction that makes it, so a later commit has the higher revision.</summary>
static class IndexLog
{
    /// <summary>Waits for its turn and takes the next revision, which is everybody's when the transaction is committed. Take it last: others wait.</summary>
    public static Task<long> NextAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ScalarAsync<long>("UPDATE docs.index_state SET revision = revision + 1 RETURNING revision", [], ct);

    /// <summary>Takes what is shown of a document out of the index. The caller holds the document's row.</summary>
    /// <returns>The revision; null when nothing was shown.</returns>
    public static async Task<long?> BuryAsync(NpgsqlConnection connection, string documentId, CancellationToken ct)
    {
        var shown = await connection.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM docs.document WHERE id = $1 AND version_key IS NOT NULL)", [Sql.Value(documentId)], ct);
        if (!shown)
            return null;

        var revision = await NextAsync(connection, ct);
        await connection.ExecuteAsync("""
            WITH shown AS
            (
                SELECT v.key, v.chunks
                FROM docs.document d
                JOIN docs.version v ON v.key = d.version_key
                WHERE d.id = $1
            ),
            buried AS
            (
                INSERT INTO docs.dead (version_key, revision, chunks)
                SELECT key, $2, chunks FROM shown WHERE chunks > 0
            )
            UPDATE docs.document SET version_key = NULL WHERE id = $1
            """, [Sql.Value(documentId), Sql.Value(revision)], ct);
        await connection.ExecuteAsync("DELETE FROM docs.version WHERE document_id = $1", [Sql.Value(documentId)], ct);
        return revision;
    }
}
