using System.Runtime.CompilerServices;
using Asan.Documents;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Index;
using Npgsql;

namespace Asan.Workflows.Search.Publishing;

/// <summary>The documents that were handed in: their order, what is shown of them, and how they go.</summary>
public sealed class DocumentStore(NpgsqlDataSource db)
{
    // Accepting and deleting one document take turns, so that the sequence is the order in which they were committed.
    const string Turn = "SELECT pg_advisory_xact_lock(hashtextextended('asan document ' || $1, 0))";

    /// <summary>Takes an upload of a document; searchers see nothing of it until it is published.</summary>
    /// <returns>The upload's sequence: publications with a later one win, whichever comes first.</returns>
    public async Task<long> AcceptAsync(string documentId, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurnAsync(connection, documentId, ct);
        var sequence = await AcceptAsync(connection, documentId, ct);
        await transaction.CommitAsync(ct);
        return sequence;
    }

    /// <summary>
    /// Removes a document with all that was made of it; uploads accepted before are published no more. Searchers miss it at once, its postings go with the
    /// next merges.
    /// </summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> DeleteAsync(string documentId, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurnAsync(connection, documentId, ct);
        var deleted = await DeleteAsync(connection, documentId, ct);
        await transaction.CommitAsync(ct);
        return deleted;
    }

    /// <summary>Until the transaction ends, nobody else accepts or deletes this document.</summary>
    internal static Task TakeTurnAsync(NpgsqlConnection connection, string documentId, CancellationToken ct) =>
        connection.ExecuteAsync(Turn, [Sql.Value(documentId)], ct);

    /// <summary>Accepts in the caller's transaction, which has the document's turn.</summary>
    internal static Task<long> AcceptAsync(NpgsqlConnection connection, string documentId, CancellationToken ct) => connection.ScalarAsync<long>("""
        INSERT INTO docs.document AS held (id, uploaded_sequence, published_sequence)
        SELECT $1, drawn, drawn - 1
        FROM nextval('docs.upload_sequence') AS drawn
        ON CONFLICT (id) DO UPDATE
            SET uploaded_sequence = EXCLUDED.uploaded_sequence
        RETURNING uploaded_sequence
        """, [Sql.Value(documentId)], ct);

    /// <summary>Deletes in the caller's transaction, which has the document's turn and commits at once: the index waits for it.</summary>
    internal static async Task<bool> DeleteAsync(NpgsqlConnection connection, string documentId, CancellationToken ct)
    {
        if (await connection.ExecuteAsync("UPDATE docs.document SET version_key = NULL WHERE id = $1", [Sql.Value(documentId)], ct) == 0)
            return false;
        await IndexLog.EnterAsync(connection, documentId, ct);
        await connection.ExecuteAsync("DELETE FROM docs.document WHERE id = $1", [Sql.Value(documentId)], ct);
        return true;
    }

    /// <summary>What searchers see of a document; null when nothing.</summary>
    public async Task<PublishedDocument?> FindAsync(string documentId, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var command = connection.Command("""
            SELECT v.id, v.sequence, v.sha256, v.format, v.title, v.labels, v.chunks, v.published_at
                 , (SELECT count(*)::integer FROM docs.file f WHERE f.version_key = v.key)
                 , v.warnings, v.warning_count
            FROM docs.document d
            JOIN docs.version v ON v.key = d.version_key
            WHERE d.id = $1
            """, [Sql.Value(documentId)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;

        return new(
            documentId, reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)
            , await reader.GetFieldValueAsync<string[]>(5, ct), reader.GetInt32(6), reader.GetInt32(8), await reader.GetFieldValueAsync<DateTimeOffset>(7, ct)
            , ShownWarnings.OfJson(reader.GetString(9)), reader.GetInt32(10));
    }

    /// <summary>
    /// Documents whose chunks were made by another way of cutting than today's: searchers see those until the same upload is published again, from the same
    /// bytes, with its sequence and a higher <see cref="Publication.Chunker"/>.
    /// </summary>
    /// <param name="after">Only ids above this one, in the order of their bytes; empty for all. So a look through all of them passes those that cannot be read again.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<OutdatedDocument>> OutdatedAsync(string after, int most, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var command = connection.Command("""
            SELECT v.document_id, v.sequence, v.sha256, v.chunker
            FROM docs.version v
            WHERE v.chunker < $1 AND v.document_id COLLATE "C" > $2
            ORDER BY v.document_id COLLATE "C"
            LIMIT $3
            """, [Sql.Value(DocumentChunker.Version), Sql.Value(after), Sql.Value(most)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<OutdatedDocument>();
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3)));
        return found;
    }

    /// <summary>The whole document as Markdown in UTF-8, in parts of one version; empty when there is none, or another one than that of this upload.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ContentAsync(string documentId, [EnumeratorCancellation] CancellationToken ct, long? sequence = null)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var command = connection.Command("""
            SELECT c.body
            FROM docs.document d
            JOIN docs.content c ON c.version_key = d.version_key
            WHERE d.id = $1 AND ($2 IS NULL OR d.published_sequence = $2)
            ORDER BY c.part
            """, [Sql.Value(documentId), Number(sequence)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return await reader.GetFieldValueAsync<byte[]>(0, ct);
    }

    /// <summary>A file inside the document; null when there is none of this number, or another version than that of this upload.</summary>
    public async Task<EmbeddedFile?> FileAsync(string documentId, int number, CancellationToken ct, long? sequence = null)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var command = connection.Command("""
            SELECT f.name, f.media_type, f.body
            FROM docs.document d
            JOIN docs.file f ON f.version_key = d.version_key
            WHERE d.id = $1 AND f.number = $2 AND ($3 IS NULL OR d.published_sequence = $3)
            """, [Sql.Value(documentId), Sql.Value(number), Number(sequence)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetString(0), reader.GetString(1), await reader.GetFieldValueAsync<byte[]>(2, ct)) : null;
    }

    static NpgsqlParameter Number(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint };
}
