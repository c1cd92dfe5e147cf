using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>The turn of one upload's document, while its files are moved. What it says is committed at once by <see cref="CommitAsync"/>, or not at all.</summary>
public sealed class UploadTurn(NpgsqlConnection connection, NpgsqlTransaction transaction, Upload upload) : IAsyncDisposable
{
    /// <summary>As it stands now.</summary>
    public Upload Upload => upload;

    /// <summary>The upload is over.</summary>
    /// <param name="failedBlob">Where its file lies now, of one that failed.</param>
    public Task EndAsync(string status, string? code, string? reason, string? failedBlob, CancellationToken ct) => connection.ExecuteAsync("""
        UPDATE docs.upload
        SET status = $2, code = $3, reason = $4, failed_blob = $5, password = NULL, changed_at = now(), ended_at = coalesce(ended_at, now())
        WHERE id = $1
        """, [Sql.Value(upload.Id), Sql.Value(status), Sql.Text(code), Sql.Text(reason), Sql.Text(failedBlob)], ct);

    /// <summary>Earlier uploads of the document that are over, but for failed ones: nobody asks for them any more.</summary>
    public Task<IReadOnlyList<Upload>> ReplacedAsync(CancellationToken ct) => UploadStore.ReadAsync(connection, """
        SELECT id, document_id, sequence, source, blob, etag, file_name, bytes, sha256, labels, status, code, reason, failed_blob, created_at, ended_at
        FROM docs.upload
        WHERE document_id = $1 AND sequence < (SELECT published_sequence FROM docs.document WHERE id = $1)
          AND ended_at IS NOT NULL AND status IN ('published', 'superseded')
        """, [Sql.Value(upload.DocumentId)], ct);

    public Task ForgetAsync(Guid id, CancellationToken ct) => connection.ExecuteAsync("DELETE FROM docs.upload WHERE id = $1", [Sql.Value(id)], ct);

    public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
