using Asan.Runtime.Durable.History;
using Asan.Tests;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class TimersTests(Postgres postgres)
{
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Theory, StickyAndReplayed]
    public async Task A_timer_fires_at_its_time_and_not_before(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<long>("Wait", async context =>
            {
                var due = context.CurrentUtcDateTime + Short;
                await context.CreateTimer(due, CancellationToken.None);
                return (context.CurrentUtcDateTime - due).Ticks;
            }), replayed);

        var ended = await host.RunAsync("Wait");

        Assert.InRange(ended.ReadOutputAs<long>(), 0, TimeSpan.FromSeconds(20).Ticks);
        Assert.True(ended.LastUpdatedAt - ended.CreatedAt >= Short);
    }

    [Theory, StickyAndReplayed]
    public async Task A_timer_whose_time_is_past_fires_at_once(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
                await context.CreateTimer(DateTime.MinValue.ToUniversalTime(), CancellationToken.None);
                return "done";
            }), replayed);

        var ended = await host.RunAsync("Wait");

        Assert.Equal("done", ended.ReadOutputAs<string>());
        Assert.InRange(ended.LastUpdatedAt - ended.CreatedAt, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory, StickyAndReplayed]
    public async Task A_cancelled_timer_throws_where_it_is_awaited_and_keeps_nobody_waiting(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                using var stop = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                await context.CallActivityAsync("Work");
                stop.Cancel();
                try
                {
                    await timer;
                    return "fired";
                }
                catch (OperationCanceledException cancelled)
                {
                    return cancelled.GetType().Name;
                }
            })
            .AddActivityFunc("Work", _ => { }), replayed);

        var ended = await host.RunAsync("Wait");

        Assert.Equal(nameof(TaskCanceledException), ended.ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_timer_cancelled_in_its_own_turn_stands_in_history_and_fires_for_nobody(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", context =>
            {
                using var stop = new CancellationTokenSource();
                _ = context.CreateTimer(Short, stop.Token);
                stop.Cancel();
                return Task.CompletedTask;
            }), replayed);

        var ended = await host.RunAsync("Wait");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("ExecutionStarted#0 TimerCreated#0 ExecutionCompleted#1", await host.ShapeAsync(ended.InstanceId));
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task What_a_cancelled_timer_fires_later_is_ignored(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                using var stop = new CancellationTokenSource();
                _ = context.CreateTimer(TimeSpan.FromMilliseconds(50), stop.Token);
                stop.Cancel();
                await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
                return "the second";
            }), replayed);

        var ended = await host.RunAsync("Wait");

        Assert.Equal("the second", ended.ReadOutputAs<string>());
        Assert.Contains(await host.HistoryAsync(ended.InstanceId), e => e is { Kind: EventKind.TimerFired, TaskId: 0 });
        Assert.True(ended.LastUpdatedAt - ended.CreatedAt >= TimeSpan.FromMilliseconds(200));
    }

    [Theory, StickyAndReplayed]
    public async Task A_wait_beyond_the_longest_timer_is_a_chain_of_shorter_ones(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks.AddOrchestratorFunc<long>("Wait", async context =>
            {
                var due = context.CurrentUtcDateTime.AddMilliseconds(250);
                await context.CreateTimer(due, CancellationToken.None);
                return (context.CurrentUtcDateTime - due).Ticks;
            }),
            replayed,
            worker: options => options.MaximumTimerInterval = TimeSpan.FromMilliseconds(100));

        var ended = await host.RunAsync("Wait");

        Assert.True(ended.ReadOutputAs<long>() >= 0);
        var turns = await host.TurnsAsync(ended.InstanceId);
        var waits = turns.SelectMany(turn => turn.Events, (turn, e) => (turn.AtTicks, Event: e)).Where(t => t.Event.Kind == EventKind.TimerCreated).ToArray();
        Assert.InRange(waits.Length, 2, 3);
        Assert.All(waits, wait => Assert.True(wait.Event.FireAt - wait.AtTicks <= TimeSpan.FromMilliseconds(100).Ticks));
    }

    [Fact]
    public async Task A_wait_of_seven_days_begins_with_the_three_that_the_official_engine_allows()
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None)));

        var id = await host.BeginAsync("Wait");
        await host.StartedAsync(id);

        var turn = Assert.Single(await host.TurnsAsync(id));
        var timer = Assert.Single(turn.Events, e => e.Kind == EventKind.TimerCreated);
        Assert.Equal(TimeSpan.FromDays(3).Ticks, timer.FireAt - turn.AtTicks);
    }

    [Theory, StickyAndReplayed]
    public async Task Timers_of_many_instances_with_the_same_time_all_fire(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<DateTime, string>("Wait", async (context, due) =>
            {
                await Task.WhenAll(context.CreateTimer(due, CancellationToken.None), context.CreateTimer(due, CancellationToken.None));
                return context.InstanceId;
            }), replayed);

        var due = DateTime.UtcNow.AddMilliseconds(300);
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.BeginAsync("Wait", due)));
        var ended = await Task.WhenAll(ids.Select(host.EndAsync));

        Assert.Equal(ids, ended.Select(e => e.ReadOutputAs<string>()));
    }

    [Theory, StickyAndReplayed]
    public async Task A_timer_nobody_cancelled_keeps_the_instance_running_until_it_fires(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Leave", context =>
            {
                _ = context.CreateTimer(Short, CancellationToken.None);
                return Task.FromResult("left");
            }), replayed);

        var id = await host.BeginAsync("Leave");
        var ended = await host.EndAsync(id);

        Assert.Equal("left", ended.ReadOutputAs<string>());
        Assert.Equal("ExecutionStarted#0 TimerCreated#0 | TimerFired#0 ExecutionCompleted#1", await host.ShapeAsync(id));
        Assert.True(ended.LastUpdatedAt - ended.CreatedAt >= Short);
    }

    [Theory, StickyAndReplayed]
    public async Task The_first_of_two_timers_wins_and_the_other_is_cancelled(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<bool>("Race", async context =>
            {
                using var stop = new CancellationTokenSource();
                var late = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                var soon = context.CreateTimer(Short, stop.Token);
                var first = await Task.WhenAny(late, soon);
                stop.Cancel();
                return first == soon;
            }), replayed);

        var ended = await host.RunAsync("Race");

        Assert.True(ended.ReadOutputAs<bool>());
    }
}
