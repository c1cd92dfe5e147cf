using Asan.Runtime.Durable.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// Wakes the other replicas by NOTIFY and listens for theirs: a hint, never the truth. Sent apart from the turns, and many hints as one: inside their
/// transactions it would put all commits of the server in a line.
/// </summary>
sealed class Notifications(NpgsqlDataSource db, DurableEngineOptions options, WorkerIdentity worker, WakeSignals signals, ILogger<Notifications> logger)
{
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    string Channel => $"durable:{options.TaskHub}";

    public async Task SendAsync(CancellationToken ct)
    {
        while (true)
        {
            await signals.Others.WaitAsync(Timeout.InfiniteTimeSpan, ct);
            await Task.Delay(Gather, ct);
            await Transience.Patience.ExecuteAsync(async token =>
            {
                await using var command = db.CreateCommand("SELECT pg_notify($1, $2)");
                command.WithText(Channel).WithText(worker.Owner);
                await command.ExecuteNonQueryAsync(token);
            }, ct);
        }
    }

    public async Task ListenAsync(CancellationToken ct)
    {
        while (true)
            await Transience.Patience.ExecuteAsync(ListenOnceAsync, ct);
    }

    async ValueTask ListenOnceAsync(CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        connection.Notification += (_, hint) =>
        {
            if (hint.Payload == worker.Owner)
                return;
            signals.Inbox.Pulse();
            signals.Activities.Pulse();
        };

        await using (var listen = new NpgsqlCommand($"LISTEN \"{Channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection))
            await listen.ExecuteNonQueryAsync(ct);

        logger.Listening(options.TaskHub);

        // What was sent while nobody listened is found by looking.
        signals.Inbox.Pulse();
        signals.Activities.Pulse();

        while (true)
            await connection.WaitAsync(ct);
    }
}
