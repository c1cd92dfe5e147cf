using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Publishing;
using Npgsql;

namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>
/// The uploads of documents. Whatever moves files of a document holds its turn (<see cref="DocumentStore.TakeTurnAsync"/>), so that a removal and a
/// failure of the same upload never meet.
/// </summary>
public sealed class UploadStore(NpgsqlDataSource db)
{
    const string Columns = "id, document_id, sequence, source, blob, etag, file_name, bytes, sha256, labels, status, code, reason, failed_blob, created_at, ended_at";

    /// <summary>Writes down that a file is about to come in.</summary>
    public Task BeginAsync(NewUpload upload, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO docs.upload (id, document_id, source, blob, etag, file_name, labels, uploader)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """, Values(upload), ct);

    /// <summary>Says what the parts of a form said that came with the file.</summary>
    public Task DescribeAsync(Guid id, string documentId, string fileName, IReadOnlyList<string> labels, byte[]? password, CancellationToken ct) => db.ExecuteAsync("""
        UPDATE docs.upload SET document_id = $2, file_name = $3, labels = $4, password = $5 WHERE id = $1
        """, [Sql.Value(id), Sql.Value(documentId), Sql.Value(fileName), Sql.Value(labels.ToArray()), Bytes(password)], ct);

    /// <summary>The file is here whole: gives the upload its place in the order. Asked again, it is the same place.</summary>
    /// <returns>The sequence; null when the upload is no longer wanted.</returns>
    public async Task<long?> AcceptAsync(Guid id, string documentId, long bytes, string? sha256, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await DocumentStore.TakeTurnAsync(connection, documentId, ct);
        if (await FindAsync(connection, id, ct) is not { } upload || upload.Status != UploadStatus.Receiving)
            return (await FindAsync(connection, id, ct))?.Sequence;

        var sequence = await DocumentStore.AcceptAsync(connection, documentId, ct);
        await connection.ExecuteAsync("""
            UPDATE docs.upload SET sequence = $2, bytes = $3, sha256 = $4, status = 'accepted', changed_at = now() WHERE id = $1
            """, [Sql.Value(id), Sql.Value(sequence), Sql.Value(bytes), Sql.Text(sha256)], ct);
        await transaction.CommitAsync(ct);
        return sequence;
    }

    /// <summary>
    /// Takes a version of a dropped file. Told again, it is the same upload. A file that was deleted with its document is no upload: whether it is there is
    /// asked in its document's turn.
    /// </summary>
    /// <param name="lengthThere">Bytes of this version of the file; null when it is not there any more.</param>
    /// <returns>The upload, where there is something left to do with it, and whether it is new.</returns>
    public async Task<(Guid? Upload, bool IsNew)> TakeDropAsync(NewUpload drop, Func<Task<long?>> lengthThere, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await DocumentStore.TakeTurnAsync(connection, drop.DocumentId, ct);
        var known = await ReadAsync(
            connection, $"SELECT {Columns} FROM docs.upload WHERE document_id = $1 AND etag = $2 ORDER BY sequence DESC", [Sql.Value(drop.DocumentId), Sql.Text(drop.ETag)], ct);
        if (known is [var before, ..])
            return (before.EndedAt is null ? before.Id : null, false);
        if (await lengthThere() is not { } bytes)
            return (null, false);

        var sequence = await DocumentStore.AcceptAsync(connection, drop.DocumentId, ct);
        await connection.ExecuteAsync("""
            INSERT INTO docs.upload (id, document_id, source, blob, etag, file_name, labels, uploader, sequence, bytes, status)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'accepted')
            """, [.. Values(drop), Sql.Value(sequence), Sql.Value(bytes)], ct);
        await transaction.CommitAsync(ct);
        return (drop.Id, true);
    }

    /// <summary>The versions of these documents that were taken, as document and ETag.</summary>
    public async Task<HashSet<(string DocumentId, string ETag)>> KnownDropsAsync(string[] documentIds, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return [.. (await ReadAsync(connection, $"SELECT {Columns} FROM docs.upload WHERE document_id = ANY ($1) AND etag IS NOT NULL", [Sql.Value(documentIds)], ct))
            .Select(upload => (upload.DocumentId, upload.ETag!))];
    }

    public async Task<Upload?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await FindAsync(connection, id, ct);
    }

    /// <summary>The upload that has this place in the order; null when there is no record of it any more.</summary>
    public async Task<Guid?> OfSequenceAsync(long sequence, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await connection.ScalarAsync<Guid?>("SELECT id FROM docs.upload WHERE sequence = $1 AND status = 'published'", [Sql.Value(sequence)], ct);
    }

    /// <summary>The sealed password that came with the file; null when none did, or it is not needed any more.</summary>
    public async Task<byte[]?> PasswordAsync(Guid id, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await connection.ScalarAsync<byte[]>("SELECT password FROM docs.upload WHERE id = $1", [Sql.Value(id)], ct);
    }

    /// <summary>Says that the upload is being read, and what its file is.</summary>
    /// <returns>False when it is over or no longer wanted.</returns>
    public async Task<bool> BeginReadingAsync(Guid id, string sha256, CancellationToken ct) => await db.ExecuteAsync("""
        UPDATE docs.upload
        SET status = CASE status WHEN 'published' THEN status ELSE 'reading' END, sha256 = $2, changed_at = now()
        WHERE id = $1 AND status IN ('accepted', 'reading', 'published')
        """, [Sql.Value(id), Sql.Value(sha256)], ct) == 1;

    /// <summary>Forgets an upload whose file never came.</summary>
    public Task ForgetAsync(Guid id, CancellationToken ct) =>
        db.ExecuteAsync("DELETE FROM docs.upload WHERE id = $1 AND status = 'receiving'", [Sql.Value(id)], ct);

    /// <summary>A turn at the files of an upload's document: what else would move them waits until it is disposed.</summary>
    /// <returns>Null when there is no such upload.</returns>
    public async Task<UploadTurn?> TakeTurnAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } upload)
            return null;

        var connection = await db.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await DocumentStore.TakeTurnAsync(connection, upload.DocumentId, ct);
            if (await FindAsync(connection, id, ct) is { } now)
                return new(connection, transaction, now);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Deletes a document for searchers, at once, and marks its uploads: their files go after it.</summary>
    /// <returns>The uploads whose files are to go; null when there is neither a document nor an upload of this id.</returns>
    public async Task<IReadOnlyList<Guid>?> RemoveAsync(string documentId, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await DocumentStore.TakeTurnAsync(connection, documentId, ct);
        // One that is still being received has no place in the order yet: it comes after this.
        await connection.ExecuteAsync("""
            UPDATE docs.upload
            SET status = 'removed', password = NULL, ended_at = coalesce(ended_at, now()), changed_at = now()
            WHERE document_id = $1 AND sequence IS NOT NULL AND status <> 'removed'
            """, [Sql.Value(documentId)], ct);
        var uploads = await connection.ScalarAsync<Guid[]>(
            "SELECT array_agg(id) FROM docs.upload WHERE document_id = $1 AND status = 'removed'", [Sql.Value(documentId)], ct);
        var found = await DocumentStore.DeleteAsync(connection, documentId, ct);
        await transaction.CommitAsync(ct);
        return uploads ?? (found ? [] : null);
    }

    /// <summary>
    /// Uploads that nobody has touched for so long, though they are not over; removed ones whose files are still to go; and those whose file should have come
    /// in by now.
    /// </summary>
    public async Task<IReadOnlyList<Upload>> LeftAsync(TimeSpan untouched, TimeSpan received, int most, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await ReadAsync(connection, $"""
            SELECT {Columns}
            FROM docs.upload
            WHERE (ended_at IS NULL OR status = 'removed')
              AND CASE status WHEN 'receiving' THEN created_at < now() - $2 ELSE changed_at < now() - $1 END
            ORDER BY changed_at
            LIMIT $3
            """, [Sql.Value(untouched), Sql.Value(received), Sql.Value(most)], ct);
    }

    internal static async Task<Upload?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken ct) =>
        (await ReadAsync(connection, $"SELECT {Columns} FROM docs.upload WHERE id = $1", [Sql.Value(id)], ct)).SingleOrDefault();

    internal static async Task<IReadOnlyList<Upload>> ReadAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var command = connection.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var uploads = new List<Upload>();
        while (await reader.ReadAsync(ct))
            uploads.Add(Read(reader));
        return uploads;
    }

    static Upload Read(NpgsqlDataReader row)
    {
        return new(
            row.GetGuid(0), row.GetString(1), Value<long?>(2), row.GetString(3), row.GetString(4), Value<string>(5), row.GetString(6), Value<long?>(7), Value<string>(8)
            , row.GetFieldValue<string[]>(9), row.GetString(10), Value<string>(11), Value<string>(12), Value<string>(13), row.GetFieldValue<DateTimeOffset>(14)
            , Value<DateTimeOffset?>(15));

        T? Value<T>(int column) => row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);
    }

    static NpgsqlParameter[] Values(NewUpload upload) =>
    [
        Sql.Value(upload.Id), Sql.Value(upload.DocumentId), Sql.Value(upload.Source), Sql.Value(upload.Blob), Sql.Text(upload.ETag), Sql.Value(upload.FileName)
        , Sql.Value(upload.Labels.ToArray()), Bytes(upload.Uploader),
    ];

    static NpgsqlParameter Bytes(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea };
}
