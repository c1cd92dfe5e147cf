using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

/// <summary>The wire breaks: before the server heard of a commit, or after it was made and before anyone was told.</summary>
public sealed class LostAnswersTests(Postgres postgres) : IAsyncLifetime
{
    StoreBench bench = null!;
    Wire wire = null!;

    public async ValueTask InitializeAsync()
    {
        bench = await StoreBench.OpenAsync(postgres);
        wire = new(await EngineHost.SharedDatabaseAsync(postgres));
    }

    public async ValueTask DisposeAsync()
    {
        await wire.DisposeAsync();
        await bench.DisposeAsync();
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeTheServer))]
    [InlineData(nameof(Cut.BeforeTheClient))]
    public async Task A_turn_whose_connection_broke_is_written_once_and_known_as_written(string where)
    {
        var worker = bench.Worker();
        var keys = new[] { await bench.StartAsync("a"), await bench.StartAsync("b") };
        var claims = (await worker.Leases.ClaimAsync(keys, TestContext.Current.CancellationToken)).OrderBy(claim => claim.Identity.Key).ToArray();
        await using var db = NpgsqlDataSource.Create(wire.ConnectionString);
        CutOnce(Enum.Parse<Cut>(where), worker.Identity.Owner);

        var outcomes = await new TurnStore(db, bench.Options, worker.Identity).CommitAsync(
            [.. claims.Select(claim => StoreWorker.Turn(claim, StoreWorker.Call(0), StoreWorker.Timer(1)))], TestContext.Current.CancellationToken);

        Assert.Equal(1, wire.Cuts);
        Assert.All(outcomes, outcome => Assert.True(outcome.Committed));
        Assert.Equal(where == nameof(Cut.BeforeTheClient), ReferenceEquals(TurnOutcome.Unanswered, outcomes[0]));
        foreach (var key in keys)
            Assert.Equal((1, 1, 1, 2), (await bench.TurnAsync(key), await bench.CountAsync("history", key), await bench.CountAsync("activities", key), await bench.CountAsync("inbox", key)));
    }

    [Fact]
    public async Task A_turn_that_lost_its_lease_while_its_connection_was_broken_is_lost()
    {
        var (slow, quick) = (bench.Worker(), bench.Worker());
        var key = await bench.StartAsync("lost");
        var stale = (await slow.ClaimAsync(key))!;
        await using var db = NpgsqlDataSource.Create(wire.ConnectionString);
        CutOnce(Cut.BeforeTheServer, slow.Identity.Owner, async () =>
        {
            await bench.ExpireAsync(key);
            var fresh = await quick.ClaimAsync(key);
            await quick.CommitAsync(StoreWorker.Turn(fresh!, StoreWorker.Timer(0)));
        });

        var outcomes = await new TurnStore(db, bench.Options, slow.Identity).CommitAsync([StoreWorker.Turn(stale, StoreWorker.Call(0))], TestContext.Current.CancellationToken);

        Assert.False(Assert.Single(outcomes).Committed);
        Assert.Equal((1, 0), (await bench.TurnAsync(key), await bench.CountAsync("activities", key)));
    }

    [Theory, StickyAndReplayed]
    public async Task A_start_whose_answer_was_lost_is_one_start(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        CutOnce(Cut.BeforeTheClient, "INSERT INTO durable.instances");

        var ended = await host.RunAsync("Chain", 1, new StartOrchestrationOptions("once"));

        Assert.Equal(1, wire.Cuts);
        Assert.Equal(1, ended.ReadOutputAs<int>());
    }

    [Theory, StickyAndReplayed]
    public async Task Instances_come_to_their_one_end_over_a_wire_that_keeps_breaking(bool replayed)
    {
        const int Most = 12;
        var random = new Random(7);
        await using var host = await StartAsync(replayed);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.BeginAsync("Chain", 5)));

        wire.Decide(_ =>
        {
            lock (random)
                return Task.FromResult(
                    wire.Cuts >= Most ? Cut.Never : random.Next(8) switch { 0 => Cut.BeforeTheServer, 1 => Cut.BeforeTheClient, _ => Cut.Never });
        });
        var ended = await Task.WhenAll(ids.Select(host.EndAsync));

        Assert.InRange(wire.Cuts, 1, Most + 4);
        Assert.All(ended, e => Assert.Equal(5, e.ReadOutputAs<int>()));
        foreach (var id in ids)
            Assert.Equal(5, (await host.HistoryAsync(id)).Count(e => e.Kind == History.EventKind.TaskCompleted));
    }

    // A lease ran out, the same worker took the activity again, and the word of it came when the result had long been written.
    [Theory, StickyAndReplayed]
    public async Task A_claim_whose_answer_comes_after_the_result_was_written_does_not_run_the_activity_again(bool replayed)
    {
        var (expired, work, answered, next) = (Signal(), Signal(), Signal(), Signal());
        var (claims, runs, later) = (0, 0, 0);
        // The text of a statement is sent until it is prepared, so the second claim can still be told from others.
        wire.Decide(async sent =>
        {
            if (IsClaim(sent) && Interlocked.Increment(ref claims) == 2)
                await expired.Task;
            return Cut.Never;
        });
        wire.HoldAnswers(sent => IsClaim(sent) && claims == 2 ? answered.Task : Told(sent));

        await using (var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Wait", context => context.CallActivityAsync<int>("Work"))
                .AddActivityFunc("Work", async _ =>
                {
                    Interlocked.Increment(ref runs);
                    await work.Task;
                    return 1;
                }),
            replayed,
            engine =>
            {
                (engine.ConnectionString, engine.TaskHub) = (wire.ConnectionString, bench.Options.TaskHub);
                (engine.Lease, engine.PollInterval) = (TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(50));
            }))
        {
            var id = await host.BeginAsync("Wait");
            await UntilAsync(() => Task.FromResult(runs == 1));
            var key = await bench.KeyAsync(id);
            await bench.ExpireActivitiesAsync(key);
            expired.SetResult();
            await UntilAsync(async () => await bench.AttemptsAsync(key) == 2);

            work.SetResult();
            await host.EndAsync(id);
            answered.SetResult();
            await next.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }

        // The host has stopped, and waited for all that ran.
        Assert.Equal(1, runs);

        // Two pollers take turns, and prepared statements do not tell them apart: among ten requests are some of both.
        Task Told(Request sent)
        {
            if (answered.Task.IsCompleted && sent.Application.StartsWith(EngineConnections.Polls, StringComparison.Ordinal) && Interlocked.Increment(ref later) == 10)
                next.SetResult();
            return Task.CompletedTask;
        }

        static bool IsClaim(Request sent) => sent.Says("attempts = a.attempts + 1");
        static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    static async Task UntilAsync(Func<Task<bool>> reached)
    {
        while (!await reached())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    void CutOnce(Cut cut, string statement, Func<Task>? meanwhile = null)
    {
        var done = 0;
        wire.Decide(async sent =>
        {
            if (!sent.Says(statement) || Interlocked.Exchange(ref done, 1) == 1)
                return Cut.Never;
            if (meanwhile is not null)
                await meanwhile();
            return cut;
        });
    }

    // Whoever found a broken wire waits for a sweep, and not for the lease of what it held.
    Task<EngineHost> StartAsync(bool replayed) => EngineHost.StartAsync(
        postgres,
        tasks => tasks
            .AddOrchestratorFunc<int, int>("Chain", async (context, length) =>
            {
                var value = 0;
                for (var i = 0; i < length; i++)
                    value = await context.CallActivityAsync<int>("PlusOne", value);
                return value;
            })
            .AddActivityFunc<int, int>("PlusOne", (_, value) => value + 1),
        replayed,
        engine =>
        {
            engine.ConnectionString = wire.ConnectionString;
            engine.Lease = TimeSpan.FromSeconds(2);
            engine.SweepInterval = TimeSpan.FromMilliseconds(200);
        });
}
