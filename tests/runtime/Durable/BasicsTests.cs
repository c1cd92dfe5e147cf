using Asan.Runtime.Durable.History;
using Asan.Tests;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class BasicsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task An_orchestration_that_does_nothing_completes_in_one_turn(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks.AddOrchestratorFunc("Nothing", _ => Task.CompletedTask), replayed);

        var ended = await host.RunAsync("Nothing");

        Assert.Equal((OrchestrationRuntimeStatus.Completed, null), (ended.RuntimeStatus, ended.SerializedOutput));
        Assert.Equal("ExecutionStarted#0 ExecutionCompleted#0", await host.ShapeAsync(ended.InstanceId));
    }

    [Theory, StickyAndReplayed]
    public async Task A_start_that_is_delivered_twice_starts_once(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc<string, string>("Wait", async (context, input) => $"{input} {await context.CallActivityAsync<int>("Count")} {await context.WaitForExternalEvent<string>("E")}")
                .AddActivityFunc("Count", _ => 1),
            replayed);
        var id = await host.BeginAsync("Wait", "first");
        await host.StartedAsync(id);
        await using var bench = await StoreBench.OpenAsync(postgres, host.Options.TaskHub);
        await bench.Worker().Instances.SendAsync(id, new HistoryEvent { Kind = EventKind.ExecutionStarted, Name = "Wait", Data = "\"second\"" }, Ct);
        await host.RaiseAsync(id, "E", "event");

        Assert.Equal("first 1 event", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Single(await host.HistoryAsync(id), e => e.Kind == EventKind.TaskScheduled);
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_without_a_result_gives_the_default_of_what_is_asked_for(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Ask", async context =>
                {
                    await context.CallActivityAsync("Nothing");
                    return $"{await context.CallActivityAsync<string?>("Nothing") ?? "null"} {await context.CallActivityAsync<int>("Nothing")}";
                })
                .AddActivityFunc("Nothing", _ => { }),
            replayed);

        Assert.Equal("null 0", (await host.RunAsync("Ask")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_that_comes_after_a_restart_is_heard_by_the_generation_that_runs(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks.AddOrchestratorFunc<int, string>("Loop", async (context, round) =>
            {
                var heard = await context.WaitForExternalEvent<string>("E");
                if (round < 2)
                    context.ContinueAsNew(round + 1);
                return $"round {round}: {heard}";
            }),
            replayed);
        var id = await host.BeginAsync("Loop", 0);
        foreach (var round in (int[])[1, 2])
        {
            await host.RaiseAsync(id, "E", $"{round}");
            while (await host.CountAsync("instances", $"t.generation = {round + 1} AND t.turn >= t.first_turn") == 0)
                await Task.Delay(10, Ct);
        }

        await host.RaiseAsync(id, "E", "late");

        Assert.Equal("round 2: late", (await host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_that_came_when_its_waiter_had_given_up_is_kept_for_the_next(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks.AddOrchestratorFunc("WaitTwice", async context =>
            {
                try
                {
                    await context.WaitForExternalEvent<string>("E", TimeSpan.FromMilliseconds(1));
                }
                catch (OperationCanceledException)
                {
                    await context.WaitForExternalEvent<string>("Between");
                }

                return await context.WaitForExternalEvent<string>("E");
            }),
            replayed);
        var id = await host.BeginAsync("WaitTwice");
        await host.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        while (!(await host.HistoryAsync(id)).Any(e => e.Kind == EventKind.TimerFired))
            await Task.Delay(10, Ct);

        await host.RaiseAsync(id, "E", "kept");
        await host.RaiseAsync(id, "Between", "go");

        Assert.Equal("kept", (await host.EndAsync(id)).ReadOutputAs<string>());
    }
}
