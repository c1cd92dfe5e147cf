using Asan.Runtime.Blobs;
using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Npgsql;

namespace Asan.Runtime.Host.Blobs;

/// <summary>
/// The receipts' rows. Every change is one statement that says what it expects to find: a host that lost its lease changes nothing and hears of it.
/// Time is the database's.
/// </summary>
sealed class BlobReceiptStore(NpgsqlDataSource db, NpgsqlDataSource leases, DurableEngineOptions engine, WorkerIdentity me)
{
    const string Mine = "id = $1 AND owner = $2 AND attempts = $3 AND status = 0";

    /// <summary>Whether it is time to look through the container, and no other host does so. To be kept while looking.</summary>
    public async Task<bool> BeginScanAsync(BlobFunction function, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            INSERT INTO durable.blob_scans AS s (task_hub, function, next_at)
            VALUES ($1, $2, clock_timestamp() + $3)
            ON CONFLICT ON CONSTRAINT blob_scans_pk DO UPDATE SET next_at = EXCLUDED.next_at
            WHERE s.next_at <= clock_timestamp()
            RETURNING true
            """);
        command.WithText(engine.TaskHub).WithText(function.Name).With(engine.Lease);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    public async Task KeepScanAsync(BlobFunction function, CancellationToken ct)
    {
        await using var command = db.CreateCommand("UPDATE durable.blob_scans SET next_at = clock_timestamp() + $3 WHERE task_hub = $1 AND function = $2");
        command.WithText(engine.TaskHub).WithText(function.Name).With(engine.Lease);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// All of the container has been seen: what is new may be taken after it has settled, the oldest first. What a host had written down that died while
    /// it was looking is among it.
    /// </summary>
    public async Task EndScanAsync(BlobFunction function, TimeSpan interval, TimeSpan settle, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            UPDATE durable.blob_receipts
            SET visible_at = clock_timestamp() + $3
            WHERE task_hub = $1 AND function = $2 AND status = 0 AND owner IS NULL AND visible_at = 'infinity'
            """).WithText(engine.TaskHub).WithText(function.Name).With(settle));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE durable.blob_scans SET next_at = clock_timestamp() + $3 WHERE task_hub = $1 AND function = $2")
            .WithText(engine.TaskHub).WithText(function.Name).With(interval));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes down those versions that nobody has seen, in the order they were written. They may be taken when all of the container has been seen.</summary>
    /// <remarks>Versions that were seen before and never taken are replaced by newer ones.</remarks>
    /// <returns>How many are new.</returns>
    public async Task<int> RecordAsync(BlobFunction function, IReadOnlyList<SeenBlob> seen, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand("""
            WITH seen AS (
                SELECT blob, etag, name, length, modified_at, refusal
                FROM unnest($4, $5, $6, $7, $8, $9) AS s (blob, etag, name, length, modified_at, refusal)
            ), added AS (
                INSERT INTO durable.blob_receipts (task_hub, function, blob, etag, container, name, length, modified_at, status, visible_at, reason, seen_at, finished_at)
                SELECT $1, $2, s.blob, s.etag, $3, s.name, s.length, s.modified_at, CASE WHEN s.refusal IS NULL THEN 0 ELSE 2 END
                     , 'infinity', s.refusal, clock_timestamp(), CASE WHEN s.refusal IS NOT NULL THEN clock_timestamp() END
                FROM seen s
                WHERE NOT EXISTS (
                    SELECT FROM durable.blob_receipts r
                    WHERE r.task_hub = $1 AND r.function = $2 AND r.blob = s.blob AND r.etag = s.etag)
                ORDER BY s.modified_at, s.name
                ON CONFLICT ON CONSTRAINT blob_receipts_once_a_version DO NOTHING
                RETURNING blob, etag
            ), replaced AS (
                DELETE FROM durable.blob_receipts r
                USING added a
                WHERE r.task_hub = $1 AND r.function = $2 AND r.blob = a.blob AND r.etag <> a.etag
                    AND r.status = 0 AND r.owner IS NULL AND r.attempts = 0
            )
            SELECT count(*)::integer FROM added
            """);
        command.WithText(engine.TaskHub).WithText(function.Name).WithText(function.Pattern.Container)
            .With(seen, one => one.KeyIn(function.Source)).WithTexts(seen, one => one.Blob.ETag).WithTexts(seen, one => one.StorableName)
            .With(seen, one => one.Blob.Length).WithInstants(seen, one => one.Blob.ModifiedAt.UtcDateTime).WithTexts(seen, one => one.Refusal);
        batch.BatchCommands.Add(command);
        return (int)(await batch.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Takes the next versions, the oldest first; never one while another of the same blob is being handled.</summary>
    public async Task<IReadOnlyList<BlobReceipt>> ClaimAsync(BlobFunction function, int most, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH next AS (
                SELECT r.id
                FROM durable.blob_receipts r
                WHERE r.task_hub = $1 AND r.function = $2 AND r.status = 0 AND r.visible_at <= clock_timestamp()
                    AND NOT EXISTS (
                        SELECT FROM durable.blob_receipts o
                        WHERE o.task_hub = $1 AND o.function = $2 AND o.blob = r.blob AND o.id <> r.id
                            AND o.status = 0 AND o.owner IS NOT NULL AND o.visible_at > clock_timestamp())
                ORDER BY r.modified_at, r.id
                LIMIT $3
                FOR UPDATE SKIP LOCKED
            )
            UPDATE durable.blob_receipts r
            SET owner = $4, attempts = r.attempts + 1, visible_at = clock_timestamp() + $5, lost = r.lost + CASE WHEN r.owner IS NULL THEN 0 ELSE 1 END
            FROM next
            WHERE r.id = next.id
            RETURNING r.id, r.name, r.length, r.modified_at, r.etag, r.attempts, r.lost, r.reason
            """);
        command.WithText(engine.TaskHub).WithText(function.Name).With(most).WithText(me.Owner).With(engine.Lease);
        var claimed = new List<BlobReceipt>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            claimed.Add(new(
                reader.GetInt64(0), new Blob(reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4)),
                reader.GetInt32(5), reader.GetInt32(6), reader.IsDBNull(7) ? null : reader.GetString(7)));
        return [.. claimed.OrderBy(receipt => receipt.Blob.ModifiedAt).ThenBy(receipt => receipt.Id)];
    }

    /// <summary>Says what the version is, whatever its ETag.</summary>
    /// <returns>Whether the same version was handled or given up before under another ETag; null when the lease is lost.</returns>
    public async Task<bool?> RecogniseAsync(BlobReceipt receipt, string identity, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"""
            UPDATE durable.blob_receipts r
            SET identity = $4
            WHERE {Mine}
            RETURNING EXISTS (
                SELECT FROM durable.blob_receipts o
                WHERE o.task_hub = r.task_hub AND o.function = r.function AND o.blob = r.blob AND o.id <> r.id AND o.identity = $4 AND o.status IN (1, 2))
            """);
        return (bool?)await Held(command, receipt).WithText(identity).ExecuteScalarAsync(ct);
    }

    /// <summary>It is over.</summary>
    /// <returns>False when the lease was lost: then it is not.</returns>
    public async Task<bool> EndAsync(BlobReceipt receipt, BlobOutcome outcome, string? reason, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"""
            UPDATE durable.blob_receipts
            SET status = $4, reason = $5, owner = NULL, finished_at = clock_timestamp()
            WHERE {Mine}
            """);
        return await Held(command, receipt).With((short)outcome).WithText(reason).ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>It is to be tried again after the pause.</summary>
    /// <returns>False when the lease was lost.</returns>
    public async Task<bool> PutOffAsync(BlobReceipt receipt, string reason, TimeSpan pause, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"""
            UPDATE durable.blob_receipts
            SET reason = $4, owner = NULL, visible_at = clock_timestamp() + $5
            WHERE {Mine}
            """);
        return await Held(command, receipt).WithText(reason).With(pause).ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Gives it back as if it had not been taken: this host ends, and that is no fault of the blob's.</summary>
    public async Task ReleaseAsync(BlobReceipt receipt, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"""
            UPDATE durable.blob_receipts
            SET attempts = attempts - 1, owner = NULL, visible_at = clock_timestamp()
            WHERE {Mine}
            """);
        await Held(command, receipt).ExecuteNonQueryAsync(ct);
    }

    /// <returns>Those that are still held.</returns>
    public async Task<HashSet<long>> RenewAsync(IReadOnlyList<BlobReceipt> held, CancellationToken ct)
    {
        await using var command = leases.CreateCommand("""
            UPDATE durable.blob_receipts r
            SET visible_at = clock_timestamp() + $3
            FROM unnest($1, $4) AS h (id, attempts)
            WHERE r.id = h.id AND r.owner = $2 AND r.attempts = h.attempts AND r.status = 0
            RETURNING r.id
            """);
        command.With(held.Select(receipt => receipt.Id).ToArray()).WithText(me.Owner).With(engine.Lease).With(held.Select(receipt => receipt.Attempt).ToArray());
        var renewed = new HashSet<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            renewed.Add(reader.GetInt64(0));
        return renewed;
    }

    NpgsqlCommand Held(NpgsqlCommand command, BlobReceipt receipt) => command.With(receipt.Id).WithText(me.Owner).With(receipt.Attempt);
}
