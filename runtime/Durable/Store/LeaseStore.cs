using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Takes, renews and gives back instances' leases. A lease runs by the database's clock.</summary>
sealed class LeaseStore(NpgsqlDataSource db, DurableEngineOptions options, WorkerIdentity worker)
{
    /// <summary>
    /// Takes those of these instances that nobody holds. What this worker holds by the table but not in memory, a lost answer left behind: it is taken
    /// too, but not before it has missed a renewal. Until then its answer may still be on the way here, and taking it would cost its first turn.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedInstance>> ClaimAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH free AS (
                SELECT id, owner IS NOT NULL AND owner <> $2 AS lost
                FROM durable.instances
                WHERE id = ANY ($1) AND (owner IS NULL OR lease_until < now() OR owner = $2 AND lease_until < now() + $3 / 2)
                ORDER BY id
                FOR UPDATE SKIP LOCKED
            )
            UPDATE durable.instances i
            SET owner = $2, epoch = i.epoch + 1, lease_until = clock_timestamp() + $3
              , lost_claims = CASE WHEN NOT f.lost THEN i.lost_claims WHEN i.lost_at_turn = i.turn THEN i.lost_claims + 1 ELSE 1 END
              , lost_at_turn = CASE WHEN f.lost THEN i.turn ELSE i.lost_at_turn END
            FROM free f
            WHERE i.id = f.id
            RETURNING i.id, i.instance_id, i.generation, i.name, i.version, i.parent, i.completed_ticks IS NOT NULL, i.first_turn, i.turn, i.epoch, i.updated_ticks
                , CASE WHEN i.lost_at_turn = i.turn THEN i.lost_claims ELSE 0 END
            """);
        command.With(instances).WithText(worker.Owner).With(options.Lease);

        var claimed = new List<ClaimedInstance>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var parent = HistoryJson.TryReadParent(reader.IsDBNull(5) ? null : reader.GetString(5), out var unreadable);
            var identity = new InstanceIdentity(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt32(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                parent);
            claimed.Add(new(
                identity, reader.GetBoolean(6), reader.GetInt32(7), reader.GetInt32(8), reader.GetInt32(9), reader.GetInt64(10), reader.GetInt32(11), unreadable));
        }

        return claimed;
    }

    /// <summary>The versions of those of these instances that have not ended, for a worker that does not run every version.</summary>
    public async Task<IReadOnlyList<(long Instance, string? Version)>> VersionsAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("SELECT id, version FROM durable.instances WHERE id = ANY ($1) AND completed_ticks IS NULL");
        command.With(instances);

        var versions = new List<(long, string?)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            versions.Add((reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1)));
        return versions;
    }

    /// <summary>Renews what nobody is writing: a commit renews by itself, and one row that is locked must not cost the leases of the others.</summary>
    public async Task RenewAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            UPDATE durable.instances
            SET lease_until = clock_timestamp() + $3
            WHERE id = ANY (ARRAY(SELECT id FROM durable.instances WHERE id = ANY ($1) AND owner = $2 FOR NO KEY UPDATE SKIP LOCKED))
            """);
        command.With(instances).WithText(worker.Owner).With(options.Lease);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task ReleaseAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            UPDATE durable.instances
            SET owner = NULL, lease_until = NULL
            WHERE id = ANY ($1) AND owner = $2
            """);
        command.With(instances).WithText(worker.Owner);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives back all that this worker holds by the table, known to it or not: a claim or a child whose answer was cut off is leased too.</summary>
    public async Task ReleaseAllAsync(long[] known, CancellationToken ct)
    {
        // By key and at once; the look at the whole hub after it takes its time where many have ended.
        await ReleaseAsync(known, ct);

        await using var command = db.CreateCommand("""
            UPDATE durable.instances
            SET owner = NULL, lease_until = NULL
            WHERE task_hub = $1 AND owner = $2
            """);
        command.WithText(options.TaskHub).WithText(worker.Owner);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives back instances that are over, with whatever still lies in their inboxes: nobody will read it.</summary>
    public async Task DiscardAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH released AS (
                UPDATE durable.instances
                SET owner = NULL, lease_until = NULL
                WHERE id = ANY ($1) AND owner = $2 AND completed_ticks IS NOT NULL
                RETURNING id
            )
            DELETE FROM durable.inbox m
            USING released r
            WHERE m.instance = r.id
            """);
        command.With(instances).WithText(worker.Owner);
        await command.ExecuteNonQueryAsync(ct);
    }
}
