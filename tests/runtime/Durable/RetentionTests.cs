using System.Diagnostics;
using Asan.Runtime.Durable.Client;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Asan.Runtime.Durable.Tests;

public sealed class RetentionTests(Postgres postgres)
{
    static readonly PurgeInstancesFilter Old = new(null, new DateTimeOffset(1000, TimeSpan.Zero).AddDays(1), [Status.Completed]);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task What_ended_long_ago_is_forgotten_by_how_it_ended_and_the_rest_is_kept(bool replayed)
    {
        await using var host = await StartAsync(replayed, options =>
        {
            options.KeepCompleted = TimeSpan.FromDays(30);
            options.RetentionInterval = TimeSpan.FromMilliseconds(50);
        });
        foreach (var id in (string[])["old", "recent", "began long ago"])
            await host.RunAsync("Steps", null, new StartOrchestrationOptions(id));
        await host.RunAsync("Throw", null, new StartOrchestrationOptions("failed"));
        await host.BeginAsync("Wait", null, new StartOrchestrationOptions("waits"));
        await host.StartedAsync("waits");
        await ExecuteAsync(host, "UPDATE durable.instances SET created_ticks = created_ticks - 864000000000 * 40 WHERE task_hub = $1 AND instance_id <> 'recent'");

        await ExecuteAsync(host, """
            UPDATE durable.instances SET completed_ticks = completed_ticks - 864000000000 * 35 WHERE task_hub = $1 AND instance_id IN ('old', 'failed')
            """);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (await host.FindAsync("old") is not null)
            await Task.Delay(10, patience.Token);
        await Task.Delay(200, Ct);
        foreach (var id in (string[])["recent", "began long ago", "failed", "waits"])
            Assert.NotNull(await host.FindAsync(id));
        Assert.Equal((await host.TurnsAsync("recent")).Count * 2 + (await host.TurnsAsync("failed")).Count + 1, await host.CountAsync("history"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_purge_waits_for_nobody_who_is_just_replacing_an_instance(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await SeedAsync(host.Options, 2_500);
        await using var db = NpgsqlDataSource.Create(host.Options.ConnectionString);
        await using var connection = await db.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var hold = new NpgsqlCommand("SELECT id FROM durable.instances WHERE task_hub = $1 AND instance_id IN ('7', '1700') FOR UPDATE", connection);
        await hold.WithText(host.Options.TaskHub).ExecuteNonQueryAsync(Ct);

        var purged = await host.Client.PurgeAllInstancesAsync(Old, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        await transaction.RollbackAsync(Ct);
        var rest = await host.Client.PurgeAllInstancesAsync(Old, Ct);

        Assert.Equal((2_498, 2), (purged.PurgedInstanceCount, rest.PurgedInstanceCount));
        Assert.Equal(0, await host.CountAsync("instances"));
    }

    [Theory, StickyAndReplayed]
    public async Task The_queue_goes_on_while_the_past_is_purged_by_several_at_once(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await SeedAsync(host.Options, 6_000);
        var purges = Enumerable.Range(0, 3).Select(_ => host.Client.PurgeAllInstancesAsync(Old, Ct)).ToArray();

        var ended = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.RunAsync("Steps")));

        Assert.All(ended, run => Assert.Equal(Status.Completed, run.RuntimeStatus));
        Assert.Equal(6_000, (await Task.WhenAll(purges)).Sum(purge => purge.PurgedInstanceCount));
        Assert.Equal(40, await host.CountAsync("instances"));
        Assert.Equal((await Task.WhenAll(ended.Select(run => host.TurnsAsync(run.InstanceId)))).Sum(turns => turns.Count), await host.CountAsync("history"));
    }

    [Theory, StickyAndReplayed]
    public async Task Messages_that_a_purge_left_behind_are_swept_up(bool replayed)
    {
        await using var host = await StartAsync(replayed, options => options.RetentionInterval = TimeSpan.FromMilliseconds(50));
        await host.BeginAsync("Wait", null, new StartOrchestrationOptions("waits"));
        await host.StartedAsync("waits");
        await host.SuspendAsync("waits");
        await using var db = NpgsqlDataSource.Create(host.Options.ConnectionString);
        await using var strays = db.CreateCommand("""
            INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
            SELECT -1, $1, now() - n * interval '40 minutes', '{"k":15,"n":"E"}' FROM generate_series(0, 3) n
            """);
        await strays.WithText(host.Options.TaskHub).ExecuteNonQueryAsync(Ct);

        await using var count = db.CreateCommand("SELECT count(*) FROM durable.inbox WHERE task_hub = $1 AND instance = -1");
        count.WithText(host.Options.TaskHub);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while ((long)(await count.ExecuteScalarAsync(patience.Token))! > 2)
            await Task.Delay(10, patience.Token);

        // What is young may belong to an instance that is just being written.
        Assert.Equal(2L, await count.ExecuteScalarAsync(Ct));
    }

    [Theory, StickyAndReplayed]
    public async Task Nothing_reads_through_the_past_even_where_the_planner_knows_nothing(bool replayed)
    {
        var database = await postgres.CreateAsync();
        await using (var host = await StartAsync(replayed, options => options.ConnectionString = database))
        {
            foreach (var table in (string[])["instances", "history", "inbox", "activities", "payloads"])
                await ExecuteAsync(host, $"ALTER TABLE durable.{table} SET (autovacuum_enabled = false)", withHub: false);
            await SeedAsync(host.Options, 20_000);
            await ExecuteAsync(host, "INSERT INTO durable.payloads (instance, id, gzip) SELECT n, gen_random_uuid(), '' FROM generate_series(1, 20000) n", withHub: false);
            await host.BeginAsync("Parent", null, new StartOrchestrationOptions("parent"));
            await host.StartedOnceThereAsync("child");
            await host.Client.TerminateInstanceAsync("parent", new TerminateInstanceOptions(Recursive: true), Ct);
            await host.EndAsync("child");
            await host.EndAsync("parent");
            Assert.Equal(2, (await host.Client.PurgeInstanceAsync("parent", new PurgeInstanceOptions(Recursive: true), Ct)).PurgedInstanceCount);
            var failed = await host.RunAsync("Throw");
            await host.Client.RewindInstanceAsync(failed.InstanceId, "again", Ct);
            await host.EndAsync(failed.InstanceId);
            await host.RunAsync("Steps");
            await host.Client.PurgeAllInstancesAsync(Old with { CreatedTo = new DateTimeOffset(40, TimeSpan.Zero) }, new PurgeInstanceOptions(Recursive: true), Ct);
        }

        // Sessions give account of what they read when they end.
        NpgsqlConnection.ClearAllPools();
        await using var db = NpgsqlDataSource.Create(database);
        await using var read = db.CreateCommand("""
            SELECT coalesce(string_agg(relname || ': ' || seq_tup_read, ', '), '')
            FROM pg_stat_user_tables
            WHERE schemaname = 'durable' AND relname IN ('instances', 'history', 'payloads') AND seq_tup_read > 1000
            """);
        Assert.Equal("", await read.ExecuteScalarAsync(Ct));
    }

    /// <summary>A measurement, run by name: what a hub loses while a million instances leave it.</summary>
    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_million_instances_leave_while_the_queue_goes_on(bool gently)
    {
        const int Past = 1_000_000;
        await using var host = await StartAsync(false);
        await SeedAsync(host.Options, Past);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var finished = 0;
        var load = Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await host.RunAsync("Steps");
                Interlocked.Increment(ref finished);
            }
        }, Ct)).ToArray();

        await Task.Delay(5_000, Ct);
        var before = await RateAsync(TimeSpan.FromSeconds(15));
        var watch = Stopwatch.StartNew();
        var start = finished;
        var purge = host.Services.GetRequiredService<InstancePurger>().PurgeAsync(new() { CompletedTo = 1_000_000_000 }, recursive: false, atMost: null, gently, Ct);
        var worst = double.MaxValue;
        while (!purge.IsCompleted)
            worst = Math.Min(worst, await RateAsync(TimeSpan.FromSeconds(1)));
        var took = watch.Elapsed;
        var during = (finished - start) / took.TotalSeconds;
        var after = await RateAsync(TimeSpan.FromSeconds(10));
        await stop.CancelAsync();
        await Task.WhenAll(load);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{(gently ? "gently" : "at once")}: purged {(await purge).PurgedInstanceCount:N0} in {took.TotalSeconds:F0} s ({Past / took.TotalSeconds:N0}/s); "
            + $"five-step workflows a second: {before:F0} before, {during:F0} during (worst second {worst:F0}), {after:F0} after");
        Assert.Equal(Past, (await purge).PurgedInstanceCount);
        Assert.InRange(during, before / 3, double.MaxValue);

        async Task<double> RateAsync(TimeSpan time)
        {
            var (from, since) = (finished, Stopwatch.StartNew());
            await Task.Delay(time, Ct);
            return (finished - from) / since.Elapsed.TotalSeconds;
        }
    }

    Task<EngineHost> StartAsync(bool replayed, Action<DurableEngineOptions>? options = null) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc("Steps", async context =>
        {
            for (var i = 0; i < 5; i++)
                await context.CallActivityAsync<int>("Step", i);
        })
        .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: "child")))
        .AddOrchestratorFunc("Throw", _ => throw new InvalidOperationException("no"))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("never"))
        .AddActivityFunc<int, int>("Step", (_, step) => step), replayed, options);

    // Instances of the year 1, as a five-step workflow leaves them.
    static async Task SeedAsync(DurableEngineOptions options, int count)
    {
        await using var db = NpgsqlDataSource.Create(options.ConnectionString);
        await using var command = db.CreateCommand("""
            WITH seeded AS (
                INSERT INTO durable.instances (task_hub, instance_id, name, status, input, output, created_ticks, updated_ticks, completed_ticks, turn)
                SELECT $1, n::text, 'Steps', 1, '"input"', '"output"', n, n + 10, n + 10, 6 FROM generate_series(1, $2) n
                RETURNING id
            )
            INSERT INTO durable.history (instance, turn, at_ticks, events)
            SELECT id, t, 1, '[{"k":5,"i":1,"d":"\"some result\""},{"k":4,"i":2,"n":"Step","d":"\"some input\""}]' FROM seeded, generate_series(1, 6) t
            """);
        command.CommandTimeout = 600;
        await command.WithText(options.TaskHub).With(count).ExecuteNonQueryAsync(Ct);
    }

    static async Task ExecuteAsync(EngineHost host, string sql, bool withHub = true)
    {
        await using var db = NpgsqlDataSource.Create(host.Options.ConnectionString);
        await using var command = db.CreateCommand(sql);
        await (withHub ? command.WithText(host.Options.TaskHub) : command).ExecuteNonQueryAsync(Ct);
    }
}
