using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Writes turns: many share one transaction and one round trip, and each has its own outcome.</summary>
sealed class TurnStore(NpgsqlDataSource db, DurableEngineOptions options, WorkerIdentity worker)
{
    /// <summary>Commits these turns, waiting out faults of the database. The turns must belong to different instances and create different children.</summary>
    /// <returns>An outcome for each turn, in their order.</returns>
    /// <exception cref="PostgresException">The database refuses what a turn holds: it will refuse it again.</exception>
    public async Task<IReadOnlyList<TurnOutcome>> CommitAsync(IReadOnlyList<TurnCommit> turns, CancellationToken ct)
    {
        var outcomes = new TurnOutcome?[turns.Count];
        var doubtful = false;

        await Transience.Patience.ExecuteAsync(async token =>
        {
            // After a fault nobody knows whether the commit took place. It is looked up, never sent again blindly.
            if (doubtful)
                await RecogniseAsync(turns, outcomes, token);

            doubtful = true;
            await SendAsync(turns, outcomes, token);
        }, ct);

        return outcomes!;
    }

    async Task SendAsync(IReadOnlyList<TurnCommit> turns, TurnOutcome?[] outcomes, CancellationToken ct)
    {
        var open = Enumerable.Range(0, turns.Count).Where(i => outcomes[i] is null).ToArray();
        if (open.Length == 0)
            return;

        var batch = open.Select(i => turns[i]).ToArray();
        var answer = await SendAsync(batch, ct);

        // A turn sent twice finds its own first writing: zero rows, and yet it was committed.
        if (answer.Any(outcome => !outcome.Committed))
        {
            var written = await WrittenAsync(batch, ct);
            for (var i = 0; i < batch.Length; i++)
                if (!answer[i].Committed && written.Contains(batch[i].Instance.Key))
                    answer[i] = TurnOutcome.Unanswered;
        }

        for (var i = 0; i < open.Length; i++)
            outcomes[open[i]] = answer[i];
    }

    async Task<TurnOutcome[]> SendAsync(TurnCommit[] batch, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        var commit = CommitBatch.Build(connection, batch, options, worker);
        await using (commit.Batch)
        {
            // Once per connection and statement. Not left to automatic preparation: Npgsql 10.0.0 loses count when a batch is refused in which it
            // was just preparing a statement, and the connection reads wrong answers from then on.
            await commit.Batch.PrepareAsync(ct);
            return await CommitAnswer.ReadAsync(commit, batch, ct);
        }
    }

    async Task RecogniseAsync(IReadOnlyList<TurnCommit> turns, TurnOutcome?[] outcomes, CancellationToken ct)
    {
        var written = await WrittenAsync(turns, ct);
        for (var i = 0; i < turns.Count; i++)
            if (outcomes[i] is null && written.Contains(turns[i].Instance.Key))
                outcomes[i] = TurnOutcome.Unanswered;
    }

    // This claim's epoch and this turn's number stand together only where this very turn was written: every other claim has another epoch.
    async Task<HashSet<long>> WrittenAsync(IReadOnlyList<TurnCommit> turns, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT i.id
            FROM unnest($1::bigint[], $2::integer[], $3::integer[]) AS t(instance, epoch, turn)
            JOIN durable.instances i ON i.id = t.instance AND i.epoch = t.epoch AND i.turn = t.turn
            """);
        command.With(turns.Select(t => t.Instance.Key).ToArray())
            .With(turns.Select(t => t.Epoch).ToArray())
            .With(turns.Select(t => t.Turn).ToArray());

        var written = new HashSet<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            written.Add(reader.GetInt64(0));
        return written;
    }
}
