using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class ContinueAsNewTests(Postgres postgres)
{
    [Theory, StickyAndReplayed]
    public async Task A_loop_goes_on_with_its_new_input_until_it_returns(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", (context, n) =>
            {
                if (n < 25)
                    context.ContinueAsNew(n + 1);
                return Task.FromResult(n);
            }), replayed);

        var ended = await host.RunAsync("Count", 0);

        Assert.Equal(25, ended.ReadOutputAs<int>());
        Assert.Equal(25, ended.ReadInputAs<int>());
        Assert.Equal("ExecutionStarted#0 ExecutionCompleted#0", await host.ShapeAsync(ended.InstanceId));
    }

    [Theory, StickyAndReplayed]
    public async Task Every_round_runs_its_own_activities_and_timers_and_keeps_no_history_of_the_last(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", async (context, n) =>
            {
                n = await context.CallActivityAsync<int>("PlusOne", n);
                await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                if (n < 6)
                    context.ContinueAsNew(n);
                return n;
            })
            .AddActivityFunc<int, int>("PlusOne", (_, n) => n + 1), replayed);

        var ended = await host.RunAsync("Count", 0);

        Assert.Equal(6, ended.ReadOutputAs<int>());
        Assert.Equal(
            "ExecutionStarted#0 TaskScheduled#0 | TaskCompleted#0 TimerCreated#1 | TimerFired#1 ExecutionCompleted#2", await host.ShapeAsync(ended.InstanceId));
    }

    [Theory, StickyAndReplayed]
    public async Task Events_nobody_took_are_carried_over_in_their_order(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<List<int>, List<int>>("Gather", async (context, got) =>
            {
                if (got.Count == 0)
                    await context.WaitForExternalEvent<object>("go");
                got.Add(await context.WaitForExternalEvent<int>("E"));
                if (got.Count < 4)
                    context.ContinueAsNew(got);
                return got;
            }), replayed);

        var id = await host.BeginAsync("Gather", new List<int>());
        for (var i = 1; i <= 3; i++)
            await host.RaiseAsync(id, "E", i);
        await host.RaiseAsync(id, "go");
        await host.RaiseAsync(id, "E", 4);
        var ended = await host.EndAsync(id);

        Assert.Equal([1, 2, 3, 4], ended.ReadOutputAs<int[]>()!);
    }

    [Theory, StickyAndReplayed]
    public async Task Events_nobody_took_are_dropped_where_the_orchestrator_says_so(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<bool, string>("Collect", async (context, again) =>
            {
                if (!again)
                {
                    await context.WaitForExternalEvent<object>("go");
                    context.ContinueAsNew(true, preserveUnprocessedEvents: false);
                    return "";
                }

                context.SetCustomStatus("second");
                return await context.WaitForExternalEvent<string>("E");
            }), replayed);

        var id = await host.BeginAsync("Collect", false);
        await host.RaiseAsync(id, "E", "of the first");
        await host.RaiseAsync(id, "go");
        await host.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        await host.RaiseAsync(id, "E", "of the second");
        var ended = await host.EndAsync(id);

        Assert.Equal("of the second", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Custom_status_tags_and_parent_survive(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child", 0, new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc<int, string>("Child", (context, n) =>
            {
                if (n == 0)
                    context.SetCustomStatus("set in the first");
                if (n < 2)
                    context.ContinueAsNew(n + 1);
                return Task.FromResult($"{n} of {context.Parent?.InstanceId}");
            }), replayed);

        var parent = await host.RunAsync(
            "Parent", null, new StartOrchestrationOptions("parent") { Tags = new Dictionary<string, string> { ["site"] = "Seoul" } });

        var child = await host.FindAsync("child");
        Assert.Equal("2 of parent", parent.ReadOutputAs<string>());
        Assert.Equal("set in the first", child!.ReadCustomStatusAs<string>());
        Assert.Equal("Seoul", child.Tags["site"]);
    }

    [Theory, StickyAndReplayed]
    public async Task Code_that_throws_after_the_call_fails_the_instance(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Fail", context =>
            {
                context.ContinueAsNew("again");
                throw new InvalidOperationException("changed my mind");
            }), replayed);

        var ended = await host.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("changed my mind", ended.FailureDetails!.ErrorMessage);
    }

    [Theory, StickyAndReplayed]
    public async Task The_last_of_several_calls_wins_and_the_code_after_it_still_runs(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<string, string>("Twice", async (context, input) =>
            {
                if (input != "start")
                    return input;

                context.ContinueAsNew("first");
                var note = await context.CallActivityAsync<string>("Note");
                context.ContinueAsNew(note);
                return "unseen";
            })
            .AddActivityFunc("Note", _ => "noted after the call"), replayed);

        Assert.Equal("noted after the call", (await host.RunAsync("Twice", "start")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_timer_that_is_still_open_holds_the_restart_back(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<DateTime, bool>("Restart", (context, due) =>
            {
                if (due != default)
                    return Task.FromResult(context.CurrentUtcDateTime >= due);

                due = context.CurrentUtcDateTime.AddMilliseconds(150);
                _ = context.CreateTimer(due, CancellationToken.None);
                context.ContinueAsNew(due);
                return Task.FromResult(false);
            }), replayed);

        Assert.True((await host.RunAsync("Restart", default(DateTime))).ReadOutputAs<bool>());
    }

    [Theory, StickyAndReplayed]
    public async Task What_a_cancelled_timer_of_the_last_round_would_fire_is_gone(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<bool, string>("Restart", async (context, again) =>
            {
                if (again)
                {
                    await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
                    return "own timer";
                }

                using var stop = new CancellationTokenSource();
                _ = context.CreateTimer(TimeSpan.FromMilliseconds(50), stop.Token);
                await context.CallActivityAsync("Work");
                stop.Cancel();
                context.ContinueAsNew(true);
                return "";
            })
            .AddActivityFunc("Work", _ => { }), replayed);

        var ended = await host.RunAsync("Restart", false);

        Assert.Equal("own timer", ended.ReadOutputAs<string>());
        Assert.Equal("ExecutionStarted#0 TimerCreated#0 | TimerFired#0 ExecutionCompleted#1", await host.ShapeAsync(ended.InstanceId));
        var turns = await host.TurnsAsync(ended.InstanceId);
        Assert.True(turns[1].AtTicks - turns[0].AtTicks >= TimeSpan.FromMilliseconds(200).Ticks);
    }

    [Theory, StickyAndReplayed]
    public async Task A_new_version_runs_the_code_registered_for_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestrator("Versioned", new TaskVersion("1"), () => new First())
            .AddOrchestrator("Versioned", new TaskVersion("2"), () => new Second()), replayed);

        var ended = await host.RunAsync("Versioned", "in", new StartOrchestrationOptions { Version = "1" });

        Assert.Equal("second 2: from first 1", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Many_loops_at_once_all_come_to_their_end(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", async (context, n) =>
            {
                n += await context.CallActivityAsync<int>("One");
                if (n < 5)
                    context.ContinueAsNew(n);
                return n;
            })
            .AddActivityFunc("One", _ => 1), replayed);

        var ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.BeginAsync("Count", 0)));
        var ended = await Task.WhenAll(ids.Select(host.EndAsync));

        Assert.All(ended, e => Assert.Equal(5, e.ReadOutputAs<int>()));
        Assert.Equal(0, await host.CountAsync("inbox"));
        Assert.Equal(0, await host.CountAsync("activities"));
        Assert.Equal(30 * 2, await host.CountAsync("history"));
    }

    sealed class First : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input)
        {
            context.ContinueAsNew(new ContinueAsNewOptions { NewInput = $"from first {context.Version}", NewVersion = "2" });
            return Task.FromResult("");
        }
    }

    sealed class Second : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => Task.FromResult($"second {context.Version}: {input}");
    }
}
