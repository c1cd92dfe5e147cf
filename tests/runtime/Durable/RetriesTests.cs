using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class RetriesTests(Postgres postgres)
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    int runs;

    [Theory, StickyAndReplayed]
    public async Task A_call_that_fails_twice_succeeds_at_the_third_attempt(bool replayed)
    {
        await using var host = await FlakyAsync(replayed, new RetryPolicy(5, Soon), succeedsAt: 3);

        var ended = await host.RunAsync("Call");

        Assert.Equal("run 3", ended.ReadOutputAs<string>());
        Assert.Equal(
            "ExecutionStarted#0 TaskScheduled#0 | TaskFailed#0 TimerCreated#1 | TimerFired#1 TaskScheduled#2 | TaskFailed#2 TimerCreated#3"
            + " | TimerFired#3 TaskScheduled#4 | TaskCompleted#4 ExecutionCompleted#5",
            await host.ShapeAsync(ended.InstanceId));
    }

    [Theory, StickyAndReplayed]
    public async Task A_call_whose_attempts_are_spent_waits_for_one_immediate_timer_and_fails_with_its_last_attempt(bool replayed)
    {
        await using var host = await FlakyAsync(replayed, new RetryPolicy(3, Soon), succeedsAt: int.MaxValue);

        var ended = await host.RunAsync("Call");

        Assert.Equal(3, runs);
        Assert.Equal("Task 'Flaky' (#4) failed with an unhandled exception: run 3", ended.FailureDetails!.ErrorMessage);
        Assert.Equal(
            "ExecutionStarted#0 TaskScheduled#0 | TaskFailed#0 TimerCreated#1 | TimerFired#1 TaskScheduled#2 | TaskFailed#2 TimerCreated#3"
            + " | TimerFired#3 TaskScheduled#4 | TaskFailed#4 TimerCreated#5 | TimerFired#5 ExecutionCompleted#6",
            await host.ShapeAsync(ended.InstanceId));
        Assert.Equal(TimeSpan.Zero, (await DelaysAsync(host, ended.InstanceId))[^1]);
    }

    [Theory, StickyAndReplayed]
    public async Task The_time_between_attempts_grows_by_the_coefficient_up_to_the_longest(bool replayed)
    {
        var policy = new RetryPolicy(5, TimeSpan.FromMilliseconds(20), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMilliseconds(70));
        await using var host = await FlakyAsync(replayed, policy, succeedsAt: int.MaxValue);

        var ended = await host.RunAsync("Call");

        Assert.Equal([20, 40, 70, 70, 0], (await DelaysAsync(host, ended.InstanceId)).Select(delay => delay.TotalMilliseconds));
    }

    [Theory, StickyAndReplayed]
    public void No_attempt_begins_once_the_retry_timeout_is_over(bool replayed)
    {
        var policy = new RetryPolicy(100, TimeSpan.FromSeconds(40), retryTimeout: TimeSpan.FromSeconds(100));
        var instance = new SteppedInstance(
            new DurableTaskRegistry().AddOrchestratorFunc("Call", context => context.CallActivityAsync("Flaky", new TaskOptions(policy))), "Call", replayed);
        var began = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        HistoryEvent Failed(int id) => new() { Kind = EventKind.TaskFailed, TaskId = id, Failure = new("E", "no") };
        HistoryEvent Fired(int id) => new() { Kind = EventKind.TimerFired, TaskId = id };

        instance.Start(began);
        var first = instance.Step(began.AddSeconds(1), Failed(0));
        instance.Step(began.AddSeconds(41), Fired(1));
        var second = instance.Step(began.AddSeconds(99.9), Failed(2));
        instance.Step(began.AddSeconds(139.9), Fired(3));
        var third = instance.Step(began.AddSeconds(139.9), Failed(4));

        Assert.Equal(began.AddSeconds(41).Ticks, Assert.Single(first.Actions).FireAt);
        Assert.Equal(began.AddSeconds(139.9).Ticks, Assert.Single(second.Actions).FireAt);
        Assert.Empty(third.Actions);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, third.Status);
    }

    [Theory, StickyAndReplayed]
    public async Task A_failure_that_no_attempt_can_mend_is_not_retried(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Nowhere", new TaskOptions(new RetryPolicy(5, Soon)))), replayed);

        var ended = await host.RunAsync("Call");

        Assert.Equal("ActivityTaskNotFound", ended.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Single(await host.HistoryAsync(ended.InstanceId), e => e.Kind == EventKind.TaskScheduled);
        Assert.DoesNotContain(await host.HistoryAsync(ended.InstanceId), e => e.Kind == EventKind.TimerCreated);
    }

    [Theory, StickyAndReplayed]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_retried(bool replayed)
    {
        var policy = new RetryPolicy(5, Soon) { HandleFailure = failure => failure.ErrorMessage != "run 2" };
        await using var host = await FlakyAsync(replayed, policy, succeedsAt: int.MaxValue);

        var ended = await host.RunAsync("Call");

        Assert.Equal(2, runs);
        Assert.Equal("run 2", ended.FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Theory, StickyAndReplayed]
    public async Task A_policy_whose_question_throws_does_not_retry(bool replayed)
    {
        var policy = new RetryPolicy(5, Soon) { HandleFailure = _ => throw new FormatException("the question") };
        await using var host = await FlakyAsync(replayed, policy, succeedsAt: int.MaxValue);

        var ended = await host.RunAsync("Call");

        Assert.Equal(1, runs);
        Assert.Equal("run 1", ended.FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Theory, StickyAndReplayed]
    public async Task A_handler_sees_every_failure_and_says_how_long_to_wait(bool replayed)
    {
        var seen = new HashSet<string>();
        await using var host = await FlakyAsync(replayed, TaskRetryOptions.FromRetryHandler(async retry =>
        {
            seen.Add($"{retry.LastAttemptNumber}:{retry.LastFailure.ErrorType}:{retry.LastFailure.ErrorMessage}");
            Assert.True(retry.TotalRetryTime >= TimeSpan.FromMilliseconds(30 * (retry.LastAttemptNumber - 1)));
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(30), CancellationToken.None);
            return true;
        }), succeedsAt: 4);

        var ended = await host.RunAsync("Call");

        Assert.Equal("run 4", ended.ReadOutputAs<string>());
        Assert.Equal(
            ["1:System.InvalidOperationException:run 1", "2:System.InvalidOperationException:run 2", "3:System.InvalidOperationException:run 3"], seen.Order());
        Assert.All(await DelaysAsync(host, ended.InstanceId), delay => Assert.Equal(30, delay.TotalMilliseconds));
    }

    [Theory, StickyAndReplayed]
    public async Task A_handler_that_gives_up_lets_the_original_failure_through(bool replayed)
    {
        await using var host = await FlakyAsync(replayed, TaskRetryOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3), succeedsAt: int.MaxValue);

        var ended = await host.RunAsync("Call");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(3, runs);
        Assert.Equal("run 3", ended.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.DoesNotContain(await host.HistoryAsync(ended.InstanceId), e => e.Kind == EventKind.TimerCreated);
    }

    [Fact]
    public void The_backoff_never_outgrows_the_calendar()
    {
        var policy = new RetryPolicy(10_000, TimeSpan.FromSeconds(1), backoffCoefficient: 10, maxRetryInterval: Timeout.InfiniteTimeSpan);

        Assert.Equal(TimeSpan.FromSeconds(100), Retries.Delay(policy, 2));
        Assert.True(DateTime.UtcNow + Retries.Delay(policy, 9_999) < DateTime.MaxValue);
    }

    Task<EngineHost> FlakyAsync(bool replayed, TaskRetryOptions retry, int succeedsAt) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Flaky", new TaskOptions(retry)))
        .AddActivityFunc("Flaky", _ => Interlocked.Increment(ref runs) >= succeedsAt ? $"run {runs}" : throw new InvalidOperationException($"run {runs}")), replayed);

    // How long after its turn each timer was to fire: the engine's decision, whatever the machine was doing.
    static async Task<TimeSpan[]> DelaysAsync(EngineHost host, string id) =>
    [
        .. (await host.TurnsAsync(id)).SelectMany(turn => turn.Events
            .Where(e => e.Kind == EventKind.TimerCreated).Select(e => TimeSpan.FromTicks(e.FireAt - turn.AtTicks))),
    ];
}
