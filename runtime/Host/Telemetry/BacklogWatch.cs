using System.Diagnostics.Metrics;
using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Worker;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>Asks the database now and then how much work is ready and how long the oldest of it has been, in each of the three queues.</summary>
sealed class BacklogWatch(NpgsqlDataSource db, DurableEngineOptions engine, HeldInstances held, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // Counted no further: a backlog is a backlog.
    const int Most = 10_000;

    volatile IReadOnlyList<(string Queue, long Ready, double OldestSeconds)> seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var meter = new Meter(HostMeter.Name);
        meter.CreateObservableGauge("hdp_workitem_ready", () => seen.Select(queue => new Measurement<long>(queue.Ready, new KeyValuePair<string, object?>("queue", queue.Queue))));
        meter.CreateObservableGauge("hdp_workitem_oldest_ready_seconds", () => seen.Select(queue => new Measurement<double>(queue.OldestSeconds, new KeyValuePair<string, object?>("queue", queue.Queue))), "s");
        meter.CreateObservableGauge("hdp_workflow_active", () => held.Keys.Count);
        using (meter)
            while (true)
            {
                try
                {
                    seen = await AskAsync(stoppingToken);
                }
                catch (Exception e) when (Transience.IsTransient(e) && !stoppingToken.IsCancellationRequested)
                {
                    seen = []; // nothing is known, and nothing is told
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
    }

    async Task<IReadOnlyList<(string, long, double)>> AskAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT 'orchestrations', count(*), coalesce(extract(epoch FROM clock_timestamp() - min(visible_at)), 0)::float8
            FROM (SELECT visible_at FROM durable.inbox WHERE task_hub = $1 AND visible_at <= clock_timestamp() ORDER BY visible_at LIMIT $2) m
            UNION ALL
            SELECT 'activities', count(*), coalesce(extract(epoch FROM clock_timestamp() - min(visible_at)), 0)::float8
            FROM (SELECT visible_at FROM durable.activities WHERE task_hub = $1 AND visible_at <= clock_timestamp() ORDER BY visible_at LIMIT $2) a
            UNION ALL
            SELECT 'blobs', count(*), coalesce(extract(epoch FROM clock_timestamp() - min(visible_at)), 0)::float8
            FROM (SELECT visible_at FROM durable.blob_receipts WHERE task_hub = $1 AND status = 0 AND visible_at <= clock_timestamp() LIMIT $2) b
            """);
        command.WithText(engine.TaskHub).With(Most);
        var queues = new List<(string, long, double)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            queues.Add((reader.GetString(0), reader.GetInt64(1), reader.GetDouble(2)));
        return queues;
    }
}
