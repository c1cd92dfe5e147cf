using System.Collections.Concurrent;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Tests;

/// <summary>Hosts that share a hub, die, stall and stop. Leases are long here: whatever goes on quickly did not wait for one to run out.</summary>
public sealed class ReplicasTests(Postgres postgres)
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    readonly string hub = EngineHost.NewHub();
    readonly ConcurrentQueue<string> ran = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task Two_hosts_share_the_activities_of_one_instance(bool replayed)
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<EngineHost> HostAsync(string name) => EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Fan", async context => (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => context.CallActivityAsync<string>("Work")))).Length)
                .AddActivityFunc("Work", async _ =>
                {
                    ran.Enqueue(name);
                    if (ran.Distinct().Count() == 2)
                        both.TrySetResult();
                    await both.Task;
                    return name;
                }),
            replayed,
            Engine,
            worker => worker.Concurrency.MaximumConcurrentActivityWorkItems = 2);

        await using var one = await HostAsync("one");
        await using var other = await HostAsync("other");
        var ended = await one.RunAsync("Fan");

        Assert.Equal(6, ended.ReadOutputAs<int>());
        Assert.Equal(6, ran.Count);
    }

    [Theory, StickyAndReplayed]
    public async Task Instances_started_and_signalled_at_either_host_all_end_once(bool replayed)
    {
        Task<EngineHost> HostAsync() => EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc<string, string>("Step", async (context, name) =>
                {
                    var first = await context.CallActivityAsync<string>("Work", name);
                    var signal = await context.WaitForExternalEvent<string>("E");
                    return $"{first} {signal} {await context.CallSubOrchestratorAsync<string>("Echo", name)}";
                })
                .AddOrchestratorFunc<string, string>("Echo", (_, name) => Task.FromResult(name))
                .AddActivityFunc<string, string>("Work", (_, name) =>
                {
                    ran.Enqueue(name);
                    return name;
                }),
            replayed,
            Engine);

        await using var one = await HostAsync();
        await using var other = await HostAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => (i % 2 == 0 ? one : other).BeginAsync("Step", $"{i}", new StartOrchestrationOptions($"{i}"))));
        await Task.WhenAll(ids.Select((id, i) => (i % 3 == 0 ? one : other).RaiseAsync(id, "E", "signal")));
        var ended = await Task.WhenAll(ids.Select((id, i) => (i % 5 == 0 ? one : other).EndAsync(id)));

        Assert.Equal(ids.Select(id => $"{id} signal {id}"), ended.Select(e => e.ReadOutputAs<string>()));
        Assert.Equal(ids.Order(), ran.Order());
        Assert.Equal((0, 0), (await one.CountAsync("inbox"), await one.CountAsync("activities")));
    }

    [Theory, StickyAndReplayed]
    public async Task A_message_without_its_notification_is_found_by_looking(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks.AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E")),
            replayed,
            engine =>
            {
                Engine(engine);
                engine.PollInterval = TimeSpan.FromMilliseconds(50);
            });
        await using var silent = await StoreBench.OpenAsync(postgres, hub);
        await silent.StartAsync("silent", "Wait");
        await host.StartedAsync("silent");

        await silent.Worker().Instances.SendAsync("silent", new() { Kind = EventKind.EventRaised, Name = "E", Data = "\"unannounced\"" }, Ct);

        Assert.Equal("unannounced", (await host.EndAsync("silent")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task What_a_dead_worker_held_is_taken_over_when_its_leases_run_out(bool replayed)
    {
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var dead = bench.Worker();
        var unstarted = await bench.StartAsync("unstarted", "Call");
        await dead.ClaimAsync(unstarted);
        var calling = await bench.StartAsync("calling", "Call");
        var claimed = await dead.ClaimAsync(calling);
        var start = (await new InboxStore(bench.Db, bench.Options).ReadAllAsync([calling], Ct)).Single();
        await dead.CommitAsync(StoreWorker.Turn(claimed!, start.Event, StoreWorker.Call(0)) with { Consumed = [start.Id], ActivitiesTaken = 1 });

        await using var host = await CallingAsync(replayed, engine => engine.SweepInterval = TimeSpan.FromMilliseconds(100));
        Assert.Equal("done", (await host.RunAsync("Call")).ReadOutputAs<string>());
        Assert.Single(ran);

        await bench.ExpireAsync(unstarted);
        await bench.ExpireAsync(calling);

        Assert.Equal("done", (await host.EndAsync("unstarted")).ReadOutputAs<string>());
        Assert.Equal("done", (await host.EndAsync("calling")).ReadOutputAs<string>());
        Assert.Equal(3, ran.Count);
    }

    [Theory, StickyAndReplayed]
    public async Task A_worker_that_stalled_loses_its_turn_but_not_the_result_its_activity_brought(bool replayed)
    {
        var work = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Work"))
                .AddActivityFunc("Work", async _ =>
                {
                    ran.Enqueue("run");
                    began.TrySetResult();
                    return await work.Task;
                }),
            replayed,
            Engine);
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var id = await host.BeginAsync("Call");
        await host.StartedAsync(id);
        await began.Task;

        var other = bench.Worker();
        var key = await bench.KeyAsync(id);
        await bench.ExpireLeaseAsync(key);
        Assert.NotNull(await other.ClaimAsync(key));
        await other.Leases.ReleaseAsync([key], Ct);
        work.SetResult("worked");

        Assert.Equal("worked", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Single(ran);
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_whose_workers_keep_dying_fails_for_good(bool replayed)
    {
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var dead = bench.Worker();
        var key = await bench.StartAsync("poison", "Call");
        var start = (await new InboxStore(bench.Db, bench.Options).ReadAllAsync([key], Ct)).Single();
        var turn = StoreWorker.Turn((await dead.ClaimAsync(key))!, start.Event, StoreWorker.Call(0));
        await dead.CommitAsync(turn with { Consumed = [start.Id], ActivitiesTaken = 1, Release = true });
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            await bench.ExpireAsync(key);
            Assert.Equal(attempt, Assert.Single((await dead.Activities.ClaimAsync(DateTime.MinValue, 10, Ct)).Work).Attempt);
        }

        await bench.ExpireAsync(key);
        await using var host = await CallingAsync(replayed, engine => engine.MaximumActivityAttempts = 3);
        var ended = await host.EndAsync("poison");

        Assert.Equal("ActivityAttemptsExhausted", ended.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Empty(ran);
    }

    [Theory, StickyAndReplayed]
    public async Task A_stopped_host_leaves_nothing_leased_and_another_goes_on_at_once(bool replayed)
    {
        var forever = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Tasks(DurableTaskRegistry tasks, Func<Task<string>> work) => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Work"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Call"))
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E"))
            .AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
                return "woke";
            })
            .AddActivityFunc("Work", _ => work());

        var first = await EngineHost.StartAsync(
            postgres,
            tasks => Tasks(tasks, () =>
            {
                began.TrySetResult();
                return forever.Task;
            }),
            replayed,
            engine =>
            {
                Engine(engine);
                engine.DrainTimeout = TimeSpan.FromMilliseconds(100);
            });
        foreach (var name in (string[])["Call", "Parent", "Wait", "Sleep"])
            await first.StartedAsync(await first.BeginAsync(name, null, new StartOrchestrationOptions(name)));
        await began.Task;
        await first.StopAsync();

        Assert.Equal(0, await first.CountAsync("instances", "t.owner IS NOT NULL"));
        Assert.Equal(0, await first.CountAsync("activities", "t.owner IS NOT NULL"));
        await first.DisposeAsync();

        await using var second = await EngineHost.StartAsync(postgres, tasks => Tasks(tasks, () => Task.FromResult("worked")), replayed, Engine);
        await second.RaiseAsync("Wait", "E", "heard");
        var ended = await Task.WhenAll(second.EndAsync("Call"), second.EndAsync("Parent"), second.EndAsync("Wait"), second.EndAsync("Sleep"));

        Assert.Equal(["worked", "worked", "heard", "woke"], ended.Select(e => e.ReadOutputAs<string>()));
    }

    [Theory, StickyAndReplayed]
    public async Task What_ends_while_its_host_stops_is_recorded_and_never_runs_again(bool replayed)
    {
        const int Many = 20;
        var work = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var began = new CountdownEvent(Many);
        var first = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Work"))
                .AddActivityFunc("Work", async _ =>
                {
                    ran.Enqueue("first");
                    began.Signal();
                    return await work.Task;
                }),
            replayed,
            Engine);
        var ids = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => first.BeginAsync("Call")));
        await Task.Run(() => began.Wait(Ct), Ct);

        var stopped = first.StopAsync();
        work.SetResult("worked");
        await stopped;
        Assert.Equal(0, await first.CountAsync("activities", "t.owner IS NOT NULL"));
        await first.DisposeAsync();

        await using var second = await CallingAsync(replayed);
        var ended = await Task.WhenAll(ids.Select(second.EndAsync));

        Assert.All(ended, e => Assert.Equal("worked", e.ReadOutputAs<string>()));
        Assert.Equal(Many, ran.Count);
    }

    Task<EngineHost> CallingAsync(bool replayed, Action<DurableEngineOptions>? options = null) => EngineHost.StartAsync(
        postgres,
        tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Work"))
            .AddActivityFunc("Work", _ =>
            {
                ran.Enqueue("run");
                return "done";
            }),
        replayed,
        engine =>
        {
            Engine(engine);
            options?.Invoke(engine);
        });

    void Engine(DurableEngineOptions engine)
    {
        engine.TaskHub = hub;
        engine.Lease = Long;
    }
}
