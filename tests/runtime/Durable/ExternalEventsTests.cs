using Asan.Runtime.Durable.History;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class ExternalEventsTests(Postgres postgres)
{
    [Theory, StickyAndReplayed]
    public async Task An_event_reaches_the_orchestrator_that_waits_for_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Approval")), replayed);

        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);
        await host.RaiseAsync(id, "Approval", "yes");
        var ended = await host.EndAsync(id);

        Assert.Equal("yes", ended.ReadOutputAs<string>());
        Assert.Equal("ExecutionStarted#0 | EventRaised#0 ExecutionCompleted#0", await host.ShapeAsync(id));
    }

    [Theory, StickyAndReplayed]
    public async Task Events_nobody_waits_for_are_kept_by_name_the_oldest_first(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Collect", async context =>
            {
                await context.WaitForExternalEvent<object>("go");
                return new[]
                {
                    await context.WaitForExternalEvent<int>("b"), await context.WaitForExternalEvent<int>("a"),
                    await context.WaitForExternalEvent<int>("a"), await context.WaitForExternalEvent<int>("a"),
                };
            }), replayed);

        var id = await host.BeginAsync("Collect");
        foreach (var (name, payload) in new[] { ("a", 1), ("a", 2), ("b", 10), ("a", 3) })
            await host.RaiseAsync(id, name, payload);
        await host.RaiseAsync(id, "go");
        var ended = await host.EndAsync(id);

        Assert.Equal([10, 1, 2, 3], ended.ReadOutputAs<int[]>()!);
    }

    [Theory, StickyAndReplayed]
    public async Task Names_of_events_are_the_same_in_any_case(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
                await context.WaitForExternalEvent<int>("first") + await context.WaitForExternalEvent<int>("SECOND")), replayed);

        var id = await host.BeginAsync("Wait");
        await host.RaiseAsync(id, "second", 2);
        await host.RaiseAsync(id, "FIRST", 1);
        var ended = await host.EndAsync(id);

        Assert.Equal(3, ended.ReadOutputAs<int>());
    }

    [Theory, StickyAndReplayed]
    public async Task Of_several_waiters_the_newest_is_served_first(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                var a = context.WaitForExternalEvent<int>("E");
                var b = context.WaitForExternalEvent<int>("E");
                return $"a={await a} b={await b}";
            }), replayed);

        var id = await host.BeginAsync("Wait");
        await host.RaiseAsync(id, "E", 1);
        await host.RaiseAsync(id, "E", 2);
        var ended = await host.EndAsync(id);

        Assert.Equal("a=2 b=1", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Two_waiters_of_one_name_that_expect_different_types_are_refused(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                var number = context.WaitForExternalEvent<int>("E");
                try
                {
                    await context.WaitForExternalEvent<string>("e");
                    return "accepted";
                }
                catch (ArgumentException refused)
                {
                    return $"{refused.GetType().Name} {await number}";
                }
            }), replayed);

        var id = await host.BeginAsync("Wait");
        await host.RaiseAsync(id, "E", 7);
        var ended = await host.EndAsync(id);

        Assert.Equal("ArgumentException 7", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_payload_that_cannot_be_read_fails_the_instance_and_its_code_cannot_catch_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<int>("E");
                }
                catch (Exception)
                {
                    return -1;
                }
            }), replayed);

        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);
        await host.RaiseAsync(id, "E", "not a number");
        var ended = await host.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.Text.Json.JsonException", ended.FailureDetails!.ErrorType);
    }

    [Theory, StickyAndReplayed]
    public async Task A_wait_that_runs_out_of_time_is_cancelled(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("E", TimeSpan.FromMilliseconds(100));
                }
                catch (Exception error)
                {
                    return error.GetType().FullName!;
                }
            }), replayed);

        var ended = await host.RunAsync("Wait");

        Assert.Equal("System.Threading.Tasks.TaskCanceledException", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_in_time_ends_the_wait_and_its_timer(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E", TimeSpan.FromHours(1))), replayed);

        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);
        await host.RaiseAsync(id, "E", "in time");
        var ended = await host.EndAsync(id);

        Assert.Equal("in time", ended.ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_waiter_that_gave_up_takes_no_event_from_the_next(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                try
                {
                    await context.WaitForExternalEvent<string>("E", TimeSpan.FromMilliseconds(50));
                    return "no timeout";
                }
                catch (OperationCanceledException)
                {
                    context.SetCustomStatus("gave up");
                }

                await context.WaitForExternalEvent<object>("go");
                return await context.WaitForExternalEvent<string>("E");
            }), replayed);

        var id = await host.BeginAsync("Wait");
        await host.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        await host.RaiseAsync(id, "E", "kept");
        await host.RaiseAsync(id, "go");
        var ended = await host.EndAsync(id);

        Assert.Equal("kept", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_passes_a_newer_waiter_that_was_cancelled_and_reaches_the_older(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                using var stop = new CancellationTokenSource();
                var older = context.WaitForExternalEvent<string>("E");
                var newer = context.WaitForExternalEvent<string>("E", stop.Token);
                stop.Cancel();
                var got = await older;
                return $"{got} {newer.IsCanceled}";
            }), replayed);

        var id = await host.BeginAsync("Wait");
        await host.RaiseAsync(id, "E", "mine");
        var ended = await host.EndAsync(id);

        Assert.Equal("mine True", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Events_from_many_senders_at_once_all_arrive(bool replayed)
    {
        const int Many = 60;
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Collect", async context =>
            {
                var got = new List<int>();
                while (got.Count < Many)
                    got.Add(await context.WaitForExternalEvent<int>("E"));
                return got;
            }), replayed);

        var id = await host.BeginAsync("Collect");
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => host.RaiseAsync(id, "E", i)));
        var ended = await host.EndAsync(id);

        Assert.Equal(Enumerable.Range(0, Many), ended.ReadOutputAs<int[]>()!.Order());
    }

    [Theory, StickyAndReplayed]
    public async Task An_orchestration_sends_an_event_to_another_and_goes_on(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Ping"))
            .AddOrchestratorFunc<string, string>("Send", (context, to) =>
            {
                context.SendEvent(to, "ping", $"from {context.InstanceId}");
                context.SendEvent("nobody", "ping", "lost");
                return Task.FromResult("sent");
            }), replayed);

        var id = await host.BeginAsync("Wait");
        var sender = await host.RunAsync("Send", id, new StartOrchestrationOptions("sender"));
        var ended = await host.EndAsync(id);

        Assert.Equal("sent", sender.ReadOutputAs<string>());
        Assert.Equal("from sender", ended.ReadOutputAs<string>());
        Assert.Equal("ExecutionStarted#0 EventSent#0 EventSent#1 ExecutionCompleted#2", await host.ShapeAsync("sender"));
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_for_an_ended_instance_is_dropped_and_leaves_no_row(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Return", _ => Task.FromResult("done")), replayed);

        var ended = await host.RunAsync("Return");
        await host.RaiseAsync(ended.InstanceId, "E", 1);

        Assert.Equal(0, await host.CountAsync("inbox"));
        Assert.DoesNotContain(await host.HistoryAsync(ended.InstanceId), e => e.Kind == EventKind.EventRaised);
    }

    [Fact]
    public async Task An_event_for_an_instance_that_never_was_is_refused()
    {
        await using var host = await EngineHost.StartAsync(postgres, _ => { });

        await Assert.ThrowsAsync<ArgumentException>(() => host.RaiseAsync("nobody", "E"));
    }

    [Theory, StickyAndReplayed]
    public async Task Events_nobody_took_go_with_the_instance(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("last")), replayed);

        var id = await host.BeginAsync("Wait");
        await host.RaiseAsync(id, "other", 1);
        await host.RaiseAsync(id, "last", "done");
        await host.EndAsync(id);

        Assert.Equal(0, await host.CountAsync("inbox"));
    }
}
