using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Index;
using Npgsql;

namespace Asan.Workflows.Search.Publishing;

/// <summary>
/// Makes a version of a document the one that searchers see: chunks, content, files and postings are written and switched to in one transaction, so that
/// nobody sees half of it and a host that dies leaves nothing.
/// </summary>
public sealed class DocumentPublisher(NpgsqlDataSource db)
{
    /// <summary>Publishes, unless a later upload or another run of this one was published before. Safe to run again, and to run twice at once.</summary>
    /// <param name="publication">Which upload, and what is shown with its hits.</param>
    /// <param name="chunks">Its chunks, read once and never kept; the publication's content, files and warnings are asked for afterwards, in this order.</param>
    /// <param name="ct">Ends it; nothing was done then.</param>
    /// <exception cref="ArgumentException">Labels, checksum or title are not what they may be.</exception>
    public async Task<PublishOutcome> PublishAsync(Publication publication, IAsyncEnumerable<Chunk> chunks, CancellationToken ct)
    {
        PublicationRules.Check(publication);
        await using var connection = await db.OpenConnectionAsync(ct);
        if (await OutcomeAsync(connection, publication, ct) is { } early)
            return early;

        var writing = await VersionWriting.BeginAsync(connection, publication, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await writing.WriteChunksAsync(chunks, ct);
        await writing.WriteContentAsync(ct);
        await writing.WriteFilesAsync(ct);

        // Looked at by a statement of its own: one that waits for the lock sees other tables as they were before.
        await connection.ExecuteAsync("SELECT FROM docs.document WHERE id = $1 FOR UPDATE", [Sql.Value(publication.DocumentId)], ct);
        if (await OutcomeAsync(connection, publication, ct) is { } late)
            return late;
        await writing.ShowAsync(ct);
        await IndexLog.EnterAsync(connection, publication.DocumentId, ct);
        await transaction.CommitAsync(ct);
        return PublishOutcome.Published;
    }

    /// <summary>Null when this publication is the next one.</summary>
    static async Task<PublishOutcome?> OutcomeAsync(NpgsqlConnection connection, Publication publication, CancellationToken ct)
    {
        await using var command = connection.Command("""
            SELECT d.published_sequence, v.chunker
            FROM docs.document d
            LEFT JOIN docs.version v ON v.key = d.version_key
            WHERE d.id = $1
            """, [Sql.Value(publication.DocumentId)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.GetInt64(0) > publication.Sequence)
            return PublishOutcome.Superseded;
        if (reader.GetInt64(0) < publication.Sequence)
            return null;
        // Shown, and then it may be cut anew; or deleted, and another upload was accepted since, whose row begins with the sequence before its own.
        if (await reader.IsDBNullAsync(1, ct))
            return PublishOutcome.Superseded;
        return reader.GetInt32(1) >= publication.Chunker ? PublishOutcome.AlreadyPublished : null;
    }
}
