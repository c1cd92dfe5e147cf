using Asan.Runtime.Durable.Orchestrations;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class DeterminismTests(Postgres postgres)
{
    public static TheoryData<string, Func<TaskOrchestrationContext, Task>, string[]> Changes => new()
    {
        {
            "another activity", context => context.CallActivityAsync("Other"),
            ["an activity task with sequence ID 0 and name 'Work'", "an activity task with sequence ID 0 and name 'Other'"]
        },
        {
            "a timer", context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None),
            ["an activity task with sequence ID 0 and name 'Work'", "a timer task with sequence ID 0"]
        },
        {
            "a child", context => context.CallSubOrchestratorAsync("Work"),
            ["an activity task with sequence ID 0 and name 'Work'", "a sub-orchestration task with sequence ID 0 and name 'Work'"]
        },
        {
            "an event sent", context =>
            {
                context.SendEvent("nobody", "Work", 1);
                return context.WaitForExternalEvent<object>("End");
            },
            ["an activity task with sequence ID 0 and name 'Work'", "a send-event task with sequence ID 0 and name 'Work'"]
        },
        {
            "nothing", context => context.WaitForExternalEvent<object>("End"),
            ["an activity task with sequence ID 0 and name 'Work'", "hasn't (yet?) scheduled this task"]
        },
        {
            "an early return", _ => Task.CompletedTask,
            ["an activity task with sequence ID 0 and name 'Work'", "hasn't (yet?) scheduled this task"]
        },
    };

    // An anonymous function is not data that xunit can show: the theory runs as one.
    [Theory, MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task Code_that_does_otherwise_than_its_history_fails_with_both_sides_named(string what, Func<TaskOrchestrationContext, Task> changed, string[] sides)
    {
        var hub = EngineHost.NewHub();
        var id = await UntilWaitingAsync(hub, context => context.CallActivityAsync("Work"));

        await using var host = await StartAsync(hub, changed);
        await host.RaiseAsync(id, "End");
        var ended = await host.EndAsync(id);

        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Failed, what);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", ended.FailureDetails!.ErrorType);
        Assert.StartsWith("Non-Deterministic workflow detected: A previous execution of this orchestration scheduled", ended.FailureDetails.ErrorMessage);
        Assert.All(sides, side => Assert.Contains(side, ended.FailureDetails.ErrorMessage));
    }

    [Theory]
    [InlineData("WORK", 1)]
    [InlineData("Work", 2)]
    public async Task Names_in_another_case_and_other_inputs_are_no_difference(string name, int input)
    {
        var hub = EngineHost.NewHub();
        var id = await UntilWaitingAsync(hub, context => context.CallActivityAsync("Work", 1));

        await using var host = await StartAsync(hub, context => context.CallActivityAsync(name, input));
        await host.RaiseAsync(id, "End");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Other_times_and_ids_of_children_are_no_difference()
    {
        var hub = EngineHost.NewHub();
        var id = await UntilWaitingAsync(hub, async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "a"));
        });

        await using var host = await StartAsync(hub, async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(2), CancellationToken.None);
            await context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "b"));
        });
        await host.RaiseAsync(id, "End");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task What_new_code_adds_behind_its_history_is_done()
    {
        var hub = EngineHost.NewHub();
        var id = await UntilWaitingAsync(hub, context => context.CallActivityAsync("Work"));

        await using var host = await StartAsync(hub, context => context.CallActivityAsync("Work"), context => context.CallActivityAsync<string>("Other"));
        await host.RaiseAsync(id, "End");

        Assert.Equal("other", (await host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Ids_and_times_are_the_same_however_often_the_code_runs(bool replayed)
    {
        var drawn = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Draw", async context =>
            {
                for (var i = 0; i < 4; i++)
                {
                    drawn.Enqueue($"{i} {context.NewGuid()} {context.NewGuid()} {context.CurrentUtcDateTime:o}");
                    await context.CallActivityAsync("Work");
                }
            })
            .AddActivityFunc("Work", _ => { }), replayed);

        var ended = await host.RunAsync("Draw");
        var times = (await host.TurnsAsync(ended.InstanceId)).Select(turn => turn.AtTicks).ToArray();

        Assert.Equal(replayed ? 4 + 4 + 3 + 2 + 1 : 4, drawn.Count);
        Assert.Equal(4, drawn.Distinct().Count());
        Assert.Equal(times, times.Order());
        var at = new DateTime(times[2], DateTimeKind.Utc);
        Assert.Contains(
            $"2 {DeterministicGuid.Create(ended.InstanceId, at, 4)} {DeterministicGuid.Create(ended.InstanceId, at, 5)} {at:o}", drawn);
    }

    [Theory, StickyAndReplayed]
    public async Task Each_step_is_new_once_and_a_replay_of_it_says_so(bool replayed)
    {
        var steps = new System.Collections.Concurrent.ConcurrentQueue<(int Step, bool IsReplaying)>();
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Walk", async context =>
            {
                for (var i = 0; i < 3; i++)
                {
                    steps.Enqueue((i, context.IsReplaying));
                    await context.CallActivityAsync("Work");
                }
            })
            .AddActivityFunc("Work", _ => { }), replayed);

        await host.RunAsync("Walk");

        Assert.Equal([0, 1, 2], steps.Where(step => !step.IsReplaying).Select(step => step.Step));
        Assert.Equal(replayed ? [0, 0, 1, 0, 1, 2] : Array.Empty<int>(), steps.Where(step => step.IsReplaying).Select(step => step.Step));
    }

    [Theory, StickyAndReplayed]
    public void All_that_completes_in_one_turn_is_new_to_it(bool replayed)
    {
        var seen = new List<bool>();
        var instance = new SteppedInstance(
            new DurableTaskRegistry().AddOrchestratorFunc("Wait", async context =>
            {
                await context.WaitForExternalEvent<int>("a");
                seen.Add(context.IsReplaying);
                await context.WaitForExternalEvent<int>("a");
                seen.Add(context.IsReplaying);
            }),
            "Wait",
            replayed);

        instance.Start(DateTime.UnixEpoch);
        instance.Step(DateTime.UnixEpoch, Event(), Event());

        Assert.Equal([false, false], seen);

        static History.HistoryEvent Event() => new() { Kind = History.EventKind.EventRaised, Name = "a", Data = "1" };
    }

    [Theory, StickyAndReplayed]
    public void The_current_time_is_its_turns_and_keeps_every_tick(bool replayed)
    {
        var seen = new SortedSet<long>();
        var instance = new SteppedInstance(
            new DurableTaskRegistry().AddOrchestratorFunc("Wait", async context =>
            {
                seen.Add(context.CurrentUtcDateTime.Ticks);
                await context.WaitForExternalEvent<int>("a");
                seen.Add(context.CurrentUtcDateTime.Ticks);
                await context.WaitForExternalEvent<int>("a");
                seen.Add(context.CurrentUtcDateTime.Ticks);
            }),
            "Wait",
            replayed);
        var began = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(6_781_234);

        instance.Start(began);
        instance.Step(began.AddSeconds(10), new History.HistoryEvent { Kind = History.EventKind.EventRaised, Name = "a", Data = "1" });
        instance.Step(began.AddSeconds(20), new History.HistoryEvent { Kind = History.EventKind.EventRaised, Name = "a", Data = "1" });

        Assert.Equal([began.Ticks, began.AddSeconds(10).Ticks, began.AddSeconds(20).Ticks], seen);
    }

    [Theory]
    [InlineData("order-42", "2026-01-02T03:04:05.0000000Z", 0, "c69ab70f-e09d-5f79-871d-5d6430377203")]
    [InlineData("order-42", "2026-01-02T03:04:05.0000000Z", 1, "e74908f7-5e50-5dcb-bb10-d8415b35a7ed")]
    [InlineData("abc", "2026-01-02T03:04:05.6781234Z", 0, "3bd8f3f2-9f20-54ba-89a5-b4f4a51877f1")]
    public void Guids_are_the_official_engines(string instanceId, string at, int counter, string expected)
    {
        var utc = DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.RoundtripKind);

        Assert.Equal(Guid.Parse(expected), DeterministicGuid.Create(instanceId, utc, counter));
    }

    [Theory, StickyAndReplayed]
    public void An_orchestrator_draws_the_official_guids(bool replayed)
    {
        var drawn = new List<Guid>();
        var instance = new SteppedInstance(
            new DurableTaskRegistry().AddOrchestratorFunc("Draw", context => drawn.AddRange([context.NewGuid(), context.NewGuid()])), "Draw", replayed, "order-42");

        instance.Start(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        Assert.Equal(["c69ab70f-e09d-5f79-871d-5d6430377203", "e74908f7-5e50-5dcb-bb10-d8415b35a7ed"], drawn.Select(guid => guid.ToString()));
    }

    // Runs the old code up to its wait for "End", and stops.
    async Task<string> UntilWaitingAsync(string hub, Func<TaskOrchestrationContext, Task> code)
    {
        await using var host = await StartAsync(hub, code);
        var id = await host.BeginAsync("Changing");
        await host.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        return id;
    }

    Task<EngineHost> StartAsync(string hub, Func<TaskOrchestrationContext, Task> code, Func<TaskOrchestrationContext, Task<string>>? then = null) =>
        EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Changing", async context =>
                {
                    await code(context);
                    context.SetCustomStatus("waiting");
                    await context.WaitForExternalEvent<object>("End");
                    return then is null ? "" : await then(context);
                })
                .AddOrchestratorFunc("Child", _ => Task.CompletedTask)
                .AddActivityFunc("Work", _ => { })
                .AddActivityFunc("Other", _ => "other"),
            options: engine => engine.TaskHub = hub);
}
