using System.Text.RegularExpressions;
using Asan.Runtime.Durable.Schema;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

public sealed class ScaleTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_idle_hub_needs_no_worker()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);

        Assert.Equal(0, await AskAsync(bench));
    }

    [Fact]
    public async Task Pending_starts_need_a_worker_for_as_many_as_one_takes()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        for (var i = 0; i < 11; i++)
            await bench.StartAsync($"{i}");

        Assert.Equal((2, 1), (await AskAsync(bench, orchestrations: 10), await AskAsync(bench, orchestrations: 11)));
    }

    [Fact]
    public async Task Many_messages_of_one_instance_are_one_instance()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        var key = await bench.StartAsync("one");
        await MessagesAsync(bench, key, count: 50, due: TimeSpan.Zero);

        Assert.Equal(1, await AskAsync(bench, orchestrations: 10));
    }

    [Fact]
    public async Task Activities_that_wait_and_activities_that_run_both_count()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        await ScheduledAsync(bench, activities: 6, taken: 3);

        Assert.Equal((2, 1), (await AskAsync(bench, activities: 5), await AskAsync(bench, activities: 6)));
    }

    [Fact]
    public async Task Activities_whose_worker_died_still_need_one()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        await bench.ExpireAsync(await ScheduledAsync(bench, activities: 1, taken: 1));

        Assert.Equal(1, await AskAsync(bench));
    }

    [Fact]
    public async Task An_instance_that_a_dead_worker_left_waiting_for_a_far_timer_needs_none()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        var key = await bench.StartAsync("one");
        var worker = bench.Worker();
        var claimed = (await worker.ClaimAsync(key))!;
        await worker.CommitAsync(StoreWorker.Turn(claimed, StoreWorker.Timer(0)) with { Consumed = await InboxAsync(bench, key) });
        await bench.ExpireLeaseAsync(key);

        Assert.Equal(0, await AskAsync(bench));
    }

    [Theory]
    [InlineData(-60, 1)]
    [InlineData(20, 1)]
    [InlineData(40, 0)]
    public async Task Timers_count_once_they_are_due_or_will_be_before_the_next_question(int seconds, int workers)
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        await MessagesAsync(bench, await WaitingAsync(bench), count: 1, TimeSpan.FromSeconds(seconds));

        Assert.Equal(workers, await AskAsync(bench));
    }

    [Fact]
    public async Task A_longer_horizon_sees_further()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        await MessagesAsync(bench, await WaitingAsync(bench), count: 1, TimeSpan.FromMinutes(4));

        Assert.Equal("1", await ScalarAsync(bench.Db, "SELECT durable.scale_recommendation($1, 10, 10, interval '5 minutes')::text", bench.Options.TaskHub));
    }

    [Fact]
    public async Task Orchestrations_and_activities_add_up_to_no_more_than_the_most_workers()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        await ScheduledAsync(bench, activities: 25, taken: 5);
        for (var i = 0; i < 15; i++)
            await bench.StartAsync($"{i}");

        Assert.Equal(2 + 3, await AskAsync(bench, orchestrations: 10, activities: 10));
        Assert.Equal("4", await ScalarAsync(bench.Db, "SELECT durable.scale_recommendation($1, 10, 10, max_workers => 4)::text", bench.Options.TaskHub));
    }

    [Fact]
    public async Task Work_of_other_hubs_and_messages_nobody_will_read_do_not_count()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);
        await using var other = await StoreBench.OpenAsync(postgres);
        await ScheduledAsync(other, activities: 3, taken: 0);
        await other.StartAsync("other");
        var key = await bench.StartAsync("ended");
        var worker = bench.Worker();
        await worker.CommitAsync(StoreWorker.LastTurn((await worker.ClaimAsync(key))!));
        await MessagesAsync(bench, key, count: 1, TimeSpan.Zero);

        Assert.Equal((0, 2), (await AskAsync(bench), await AskAsync(other)));
    }

    [Fact]
    public async Task The_question_is_for_those_who_were_granted_it()
    {
        await using var bench = await StoreBench.OpenAsync(postgres);

        Assert.Equal("false", await ScalarAsync(
            bench.Db, "SELECT has_function_privilege('pg_monitor', 'durable.scale_recommendation(text, integer, integer, interval, integer)', 'EXECUTE')::text"));
    }

    /// <summary>By pages read, not by time: that is what a million more finished instances, or a planner without statistics, would change.</summary>
    [Fact]
    public async Task Finished_instances_cost_nothing_even_where_the_planner_knows_nothing()
    {
        await using var db = NpgsqlDataSource.Create(await postgres.CreateAsync());
        await DurableSchema.MigrateAsync(db, Ct);
        foreach (var table in (string[])["instances", "history", "inbox", "activities"])
            await ScalarAsync(db, $"ALTER TABLE durable.{table} SET (autovacuum_enabled = false)");
        var empty = await PagesAsync(db);

        await ScalarAsync(db, """
            INSERT INTO durable.instances (task_hub, instance_id, name, status, created_ticks, updated_ticks, completed_ticks)
            SELECT 'hub', n::text, 'Old', 1, n, n, n FROM generate_series(1, 60000) n
            """);
        await ScalarAsync(db, """
            WITH waiting AS (
                INSERT INTO durable.instances (task_hub, instance_id, name, status, created_ticks, updated_ticks)
                SELECT 'hub', 'w' || n, 'Waiting', 0, n, n FROM generate_series(1, 20000) n
                RETURNING id
            )
            INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
            SELECT id, 'hub', now() + CASE WHEN row_number() OVER () <= 20 THEN interval '0' ELSE interval '1 day' END, '{}' FROM waiting
            """);

        Assert.Equal("-1", await ScalarAsync(db, "SELECT max(reltuples)::text FROM pg_class WHERE relnamespace = 'durable'::regnamespace AND relname IN ('instances', 'inbox', 'activities')"));
        Assert.InRange(await PagesAsync(db) - empty, 0, 20 * 6);
        Assert.Equal("2", await ScalarAsync(db, "SELECT durable.scale_recommendation('hub', 10, 10)::text"));
    }

    static async Task<int> AskAsync(StoreBench bench, int orchestrations = 10, int activities = 10)
    {
        await using var command = bench.Db.CreateCommand("SELECT durable.scale_recommendation($1, $2, $3)");
        command.WithText(bench.Options.TaskHub).With(orchestrations).With(activities);
        return (int)(await command.ExecuteScalarAsync(Ct))!;
    }

    static async Task<int> PagesAsync(NpgsqlDataSource db)
    {
        const string Ask = "durable.scale_recommendation('hub', 10, 10)";
        await ScalarAsync(db, $"SELECT {Ask}::text");
        await using var command = db.CreateCommand($"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) SELECT {Ask}");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var plan = "";
        while (await reader.ReadAsync(Ct))
            plan += reader.GetString(0) + "\n";
        return int.Parse(Regex.Match(plan, @"Buffers: shared hit=(\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    // An instance whose start was consumed: it waits for what the test puts into its inbox.
    static async Task<long> WaitingAsync(StoreBench bench)
    {
        var key = await bench.StartAsync("waiting");
        var worker = bench.Worker();
        await worker.CommitAsync(StoreWorker.Turn((await worker.ClaimAsync(key))!) with { Consumed = await InboxAsync(bench, key), Release = true });
        return key;
    }

    static async Task<long> ScheduledAsync(StoreBench bench, int activities, int taken)
    {
        var key = await bench.StartAsync("scheduled");
        var worker = bench.Worker();
        var calls = Enumerable.Range(0, activities).Select(StoreWorker.Call).ToArray();
        await worker.CommitAsync(StoreWorker.Turn((await worker.ClaimAsync(key))!, calls) with
        {
            Consumed = await InboxAsync(bench, key),
            ActivitiesTaken = taken,
            Release = true,
        });
        return key;
    }

    static async Task MessagesAsync(StoreBench bench, long key, int count, TimeSpan due)
    {
        await using var command = bench.Db.CreateCommand("""
            INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
            SELECT $1, $2, now() + $3, '{"k":11}' FROM generate_series(1, $4)
            """);
        command.With(key).WithText(bench.Options.TaskHub).With(due).With(count);
        await command.ExecuteNonQueryAsync(Ct);
    }

    static async Task<IReadOnlyList<long>> InboxAsync(StoreBench bench, long key)
    {
        await using var command = bench.Db.CreateCommand("SELECT array_agg(id) FROM durable.inbox WHERE instance = $1");
        command.With(key);
        return (long[])(await command.ExecuteScalarAsync(Ct))!;
    }

    static async Task<string?> ScalarAsync(NpgsqlDataSource db, string sql, string? text = null)
    {
        await using var command = db.CreateCommand(sql);
        if (text is not null)
            command.WithText(text);
        return await command.ExecuteScalarAsync(Ct) as string;
    }
}
