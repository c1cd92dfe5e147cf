using Asan.Runtime.Durable.History;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class ControlTests(Postgres postgres)
{
    readonly TaskCompletionSource<string> work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task A_running_instance_is_terminated_with_its_output(bool replayed)
    {
        await using var host = await WaitingAsync(replayed);

        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);
        await host.TerminateAsync(id, new[] { 1, 2 });
        var ended = await host.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal([1, 2], ended.ReadOutputAs<int[]>()!);
        Assert.Null(ended.FailureDetails);
        Assert.Equal("ExecutionStarted#0 | ExecutionTerminated#0 ExecutionCompleted#0", await host.ShapeAsync(id));
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_that_waits_for_its_start_is_terminated_before_it(bool replayed)
    {
        await using var host = await WaitingAsync(replayed);

        var id = await host.BeginAsync("Wait", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddHours(1)));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.FindAsync(id))!.RuntimeStatus);
        await host.TerminateAsync(id, "not needed");
        var ended = await host.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("not needed", ended.ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_suspended_instance_can_be_terminated(bool replayed)
    {
        await using var host = await WaitingAsync(replayed);

        var id = await SuspendedAsync(host);
        await host.TerminateAsync(id, "over");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.EndAsync(id)).RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task Ended_instances_are_beyond_terminating_suspending_and_resuming(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks.AddOrchestratorFunc("Return", _ => Task.FromResult("done")), replayed);

        var id = (await host.RunAsync("Return")).InstanceId;
        await host.SuspendAsync(id);
        await host.ResumeAsync(id);
        await host.TerminateAsync(id, "too late");

        var found = await host.FindAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, found!.RuntimeStatus);
        Assert.Equal("done", found.ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_that_never_was_cannot_be_controlled(bool replayed)
    {
        await using var host = await WaitingAsync(replayed);

        await Assert.ThrowsAsync<ArgumentException>(() => host.TerminateAsync("nobody"));
        await Assert.ThrowsAsync<ArgumentException>(() => host.SuspendAsync("nobody"));
        await Assert.ThrowsAsync<ArgumentException>(() => host.ResumeAsync("nobody"));
    }

    [Theory, StickyAndReplayed]
    public async Task Events_for_a_suspended_instance_wait_for_its_resumption_and_then_come_in_order(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Collect", async context =>
            {
                var got = new List<int>();
                while (got.Count < 3)
                {
                    got.Add(await context.WaitForExternalEvent<int>("E"));
                    context.SetCustomStatus(got.Count);
                }

                return got;
            }), replayed);

        var id = await host.BeginAsync("Collect");
        await host.StartedAsync(id);
        await host.SuspendAsync(id);
        await host.SuspendAsync(id);
        await host.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        for (var i = 1; i <= 3; i++)
            await host.RaiseAsync(id, "E", i);
        await UntilConsumedAsync(host, id, EventKind.EventRaised, 3);

        var suspended = await host.FindAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended!.RuntimeStatus);
        Assert.Null(suspended.SerializedCustomStatus);

        await host.ResumeAsync(id);
        var ended = await host.EndAsync(id);

        Assert.Equal([1, 2, 3], ended.ReadOutputAs<int[]>()!);
    }

    [Theory, StickyAndReplayed]
    public async Task The_result_of_a_running_activity_waits_while_its_instance_is_suspended(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, Working, replayed);

        var id = await host.BeginAsync("Call");
        await began.Task;
        await host.SuspendAsync(id);
        await host.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        work.SetResult("worked");
        await UntilConsumedAsync(host, id, EventKind.TaskCompleted, 1);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.FindAsync(id))!.RuntimeStatus);

        await host.ResumeAsync(id);

        Assert.Equal("worked", (await host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task What_was_decided_in_the_turn_of_a_suspension_is_done_after_the_resumption(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, Working, replayed);

        // Both messages wait for the same moment, so one turn takes them.
        var id = await host.BeginAsync("Call", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddMilliseconds(500)));
        await host.SuspendAsync(id);
        await host.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        Assert.Equal("ExecutionStarted#0 ExecutionSuspended#0", await host.ShapeAsync(id));
        Assert.Equal(0, await host.CountAsync("activities"));
        Assert.False(began.Task.IsCompleted);

        await host.ResumeAsync(id);
        work.SetResult("worked");

        Assert.Equal("worked", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.StartsWith("ExecutionStarted#0 ExecutionSuspended#0 | ExecutionResumed#0 TaskScheduled#0 | TaskCompleted#0", await host.ShapeAsync(id));
    }

    [Theory, StickyAndReplayed]
    public async Task What_was_held_back_by_a_suspension_is_not_done_when_the_instance_is_terminated(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, Working, replayed);

        var id = await host.BeginAsync("Call", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddMilliseconds(500)));
        await host.SuspendAsync(id);
        await host.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await host.TerminateAsync(id, "over");
        await host.EndAsync(id);
        await host.StopAsync();

        Assert.False(began.Task.IsCompleted);
        Assert.Equal(0, await host.CountAsync("activities"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_timer_that_fires_during_a_suspension_is_heard_after_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(400), CancellationToken.None);
                return "fired";
            }), replayed);

        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);
        await host.SuspendAsync(id);
        await UntilConsumedAsync(host, id, EventKind.TimerFired, 1);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.FindAsync(id))!.RuntimeStatus);
        await host.ResumeAsync(id);

        Assert.Equal("fired", (await host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task The_result_of_an_activity_whose_instance_was_terminated_is_dropped(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, Working, replayed);

        var id = await host.BeginAsync("Call");
        await began.Task;
        await host.TerminateAsync(id, "stop");
        await host.EndAsync(id);
        work.SetResult("too late");
        await host.StopAsync();

        Assert.Equal(0, await host.CountAsync("inbox"));
        Assert.Equal(0, await host.CountAsync("activities"));
        Assert.DoesNotContain(await host.HistoryAsync(id), e => e.Kind == EventKind.TaskCompleted);
    }

    [Theory, StickyAndReplayed]
    public async Task The_result_of_an_activity_of_the_instance_before_is_not_taken_for_one_of_its_successor(bool replayed)
    {
        var next = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(postgres, tasks =>
        {
            Working(tasks);
            tasks.AddOrchestratorFunc("CallNext", context => context.CallActivityAsync<string>("WorkNext"));
            tasks.AddActivityFunc("WorkNext", _ => next.Task);
        }, replayed);

        await host.BeginAsync("Call", null, new StartOrchestrationOptions("same"));
        await began.Task;
        await host.TerminateAsync("same");
        await host.EndAsync("same");
        await host.BeginAsync("CallNext", null, new StartOrchestrationOptions("same"));
        await host.StartedAsync("same");

        // The successor is held by this worker, which waits for its activity: the old result comes straight into its mailbox.
        work.SetResult("of the first");
        Assert.Equal("of the first", (await host.RunAsync("Call")).ReadOutputAs<string>());
        next.SetResult("of the second");

        Assert.Equal("of the second", (await host.EndAsync("same")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_may_be_started_for_later(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Now", context => Task.FromResult(context.CurrentUtcDateTime)), replayed);

        var startAt = DateTimeOffset.UtcNow.AddMilliseconds(300);
        var id = await host.BeginAsync("Now", null, new StartOrchestrationOptions(null, startAt));
        var ended = await host.EndAsync(id);

        Assert.True(ended.ReadOutputAs<DateTime>() >= startAt.UtcDateTime);
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_whose_start_is_past_starts_at_once(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks.AddOrchestratorFunc("Return", _ => Task.FromResult("done")), replayed);

        var ended = await host.RunAsync("Return", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddDays(-1)));

        Assert.Equal("done", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Events_that_come_before_a_scheduled_start_are_there_when_it_starts(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context => await context.WaitForExternalEvent<int>("E") * 10 + await context.WaitForExternalEvent<int>("E")), replayed);

        var id = await host.BeginAsync("Wait", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddMilliseconds(300)));
        await host.RaiseAsync(id, "E", 1);
        await host.RaiseAsync(id, "E", 2);

        Assert.Equal(12, (await host.EndAsync(id)).ReadOutputAs<int>());
    }

    Task<EngineHost> WaitingAsync(bool replayed) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("never")), replayed);

    void Working(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Work"))
        .AddActivityFunc("Work", async _ =>
        {
            began.TrySetResult();
            return await work.Task;
        });

    static async Task<string> SuspendedAsync(EngineHost host)
    {
        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);
        await host.SuspendAsync(id);
        await host.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        return id;
    }

    static async Task UntilConsumedAsync(EngineHost host, string id, EventKind kind, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        while ((await host.HistoryAsync(id)).Count(e => e.Kind == kind) < count)
            await Task.Delay(10, patience.Token);
    }
}
