using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

/// <summary>Work that harms whoever takes it: it ends with a reason, and the others go on.</summary>
public sealed class PoisonTests(Postgres postgres)
{
    const int Attempts = 4;

    readonly string hub = EngineHost.NewHub();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task A_turn_whose_workers_keep_dying_fails_its_instance_with_the_reason(bool replayed)
    {
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var poison = await bench.StartAsync("poison", "Call");
        var unlucky = await bench.StartAsync("unlucky", "Call");
        foreach (var _ in Enumerable.Range(0, Attempts))
            await DieWithAsync(bench, poison);
        // One less: whatever it was, it may as well have been the neighbour.
        foreach (var _ in Enumerable.Range(0, Attempts - 1))
            await DieWithAsync(bench, unlucky);

        await using var host = await HostAsync(replayed);

        var failure = (await host.EndAsync("poison")).FailureDetails!;
        Assert.Equal("TurnAttemptsExhausted", failure.ErrorType);
        Assert.Contains($"begun {Attempts} times", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("worked", (await host.EndAsync("unlucky")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Deaths_are_counted_for_one_turn_and_only_for_leases_that_ran_out()
    {
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var key = await bench.StartAsync("counted");
        var worker = bench.Worker();

        Assert.Equal(0, (await worker.ClaimAsync(key))!.LostClaims);
        await worker.Leases.ReleaseAsync([key], Ct);
        Assert.Equal(0, (await worker.ClaimAsync(key))!.LostClaims);

        // Its own answer that got lost is no death.
        await bench.ExpireLeaseAsync(key);
        Assert.Equal(0, (await worker.ClaimAsync(key))!.LostClaims);

        await bench.ExpireLeaseAsync(key);
        Assert.Equal(1, (await bench.Worker().ClaimAsync(key))!.LostClaims);
        await bench.ExpireLeaseAsync(key);
        var next = bench.Worker();
        var claimed = await next.ClaimAsync(key);
        Assert.Equal((2, true), (claimed!.LostClaims, claimed.IsSuspect));

        await next.CommitAsync(StoreWorker.Turn(claimed, StoreWorker.Timer(0)) with { Release = true });
        Assert.Equal(0, (await bench.Worker().ClaimAsync(key))!.LostClaims);
        await bench.ExpireLeaseAsync(key);
        Assert.Equal(1, (await bench.Worker().ClaimAsync(key))!.LostClaims);
    }

    [Theory, StickyAndReplayed]
    public async Task A_history_or_message_that_cannot_be_read_fails_its_instance_and_no_other(bool replayed)
    {
        await using var host = await HostAsync(replayed, cached: 0);
        var history = await host.BeginAsync("CallAfter");
        var message = await host.BeginAsync("CallAfter");
        var healthy = await host.BeginAsync("CallAfter");
        foreach (var id in (string[])[history, message, healthy])
            await host.StartedAsync(id);
        await ExecuteAsync(host, "UPDATE durable.history SET events = '[{\"k\":' WHERE instance = $1", history);
        await ExecuteAsync(host, "INSERT INTO durable.inbox (instance, task_hub, visible_at, event) SELECT id, task_hub, now(), '{\"k\":14,' FROM durable.instances WHERE id = $1", message);
        foreach (var id in (string[])[history, healthy])
            await host.RaiseAsync(id, "E");

        foreach (var id in (string[])[history, message])
        {
            var failure = (await host.EndAsync(id)).FailureDetails!;
            Assert.Equal("UnreadableHistory", failure.ErrorType);
            Assert.StartsWith("An event of this instance cannot be read: ", failure.ErrorMessage, StringComparison.Ordinal);
        }

        Assert.Equal("worked", (await host.EndAsync(healthy)).ReadOutputAs<string>());
        Assert.Equal("worked", (await host.RunAsync("Call")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task What_a_newer_engine_wrote_is_left_to_it_and_no_other_instance_waits(bool replayed)
    {
        await using var host = await HostAsync(replayed, cached: 0);
        var history = await host.BeginAsync("CallAfter");
        var message = await host.BeginAsync("CallAfter");
        foreach (var id in (string[])[history, message])
            await host.StartedAsync(id);
        await ExecuteAsync(host, "UPDATE durable.history SET events = left(events, -1) || ',{\"k\":99}]' WHERE instance = $1", history);
        await ExecuteAsync(host, "INSERT INTO durable.inbox (instance, task_hub, visible_at, event) SELECT id, task_hub, now(), '{\"k\":99}' FROM durable.instances WHERE id = $1", message);
        foreach (var id in (string[])[history, message])
            await host.RaiseAsync(id, "E");

        // Let go without a trace: its mail stands where it stood, and another worker may have it at once.
        foreach (var _ in Enumerable.Range(0, 5))
            Assert.Equal("worked", (await host.RunAsync("Call")).ReadOutputAs<string>());
        await Task.Delay(300, Ct);
        Assert.Equal(2, await host.CountAsync("instances", "t.status = 0 AND t.owner IS NULL AND t.turn = 1"));
        Assert.Equal(3, await host.CountAsync("inbox"));

        // The newer one is there, and knows the kind for what it is.
        await ExecuteAsync(host, "UPDATE durable.history SET events = replace(events, ',{\"k\":99}', '') WHERE instance = $1", history);
        await ExecuteAsync(host, "DELETE FROM durable.inbox WHERE instance = $1 AND event = '{\"k\":99}'", message);
        await using var newer = await HostAsync(replayed);
        Assert.Equal("worked", (await newer.EndAsync(history)).ReadOutputAs<string>());
        Assert.Equal("worked", (await newer.EndAsync(message)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_whose_input_is_no_json_fails_its_call_and_none_of_its_neighbours(bool replayed)
    {
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var key = await bench.StartAsync("garbled", "Call");
        var dead = bench.Worker();
        var claimed = await dead.ClaimAsync(key);
        var start = (await new InboxStore(bench.Db, bench.Options).ReadAllAsync([key], Ct)).Single();
        await dead.CommitAsync(StoreWorker.Turn(claimed!, start.Event, StoreWorker.Call(0) with { Data = "{ no json" }) with { Consumed = [start.Id], Release = true });

        await using var host = await HostAsync(replayed);

        Assert.Equal("System.Text.Json.JsonException", (await host.EndAsync("garbled")).FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal("worked", (await host.RunAsync("Call")).ReadOutputAs<string>());
    }

    Task<EngineHost> HostAsync(bool replayed, int cached = 100) => EngineHost.StartAsync(
        postgres,
        tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Work", 1))
            .AddOrchestratorFunc("CallAfter", async context =>
            {
                await context.WaitForExternalEvent<object?>("E");
                return await context.CallActivityAsync<string>("Work", 1);
            })
            .AddActivityFunc<int, string>("Work", (_, _) => "worked"),
        replayed,
        engine =>
        {
            engine.TaskHub = hub;
            engine.CachedExecutions = cached;
            engine.MaximumTurnAttempts = Attempts;
            engine.PollInterval = TimeSpan.FromMilliseconds(50);
            engine.SweepInterval = TimeSpan.FromMilliseconds(100);
        });

    static async Task DieWithAsync(StoreBench bench, long key)
    {
        Assert.NotNull(await bench.Worker().ClaimAsync(key));
        await bench.ExpireLeaseAsync(key);
    }

    static async Task ExecuteAsync(EngineHost host, string sql, string id)
    {
        await using var db = NpgsqlDataSource.Create(host.Options.ConnectionString);
        await using var find = db.CreateCommand("SELECT id FROM durable.instances WHERE task_hub = $1 AND instance_id = $2");
        find.WithText(host.Options.TaskHub).WithText(id);
        var key = (long)(await find.ExecuteScalarAsync(Ct))!;
        await using var command = db.CreateCommand(sql);
        command.With(key);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
