using System.Collections.Concurrent;
using Asan.Runtime.Durable.History;
using Asan.Tests;
using Microsoft.DurableTask;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Asan.Runtime.Durable.Tests;

public sealed class RewindTests(Postgres postgres)
{
    static readonly TaskOptions ThreeAttempts = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(10)));

    // What the tests break and mend, and how often each step ran.
    readonly ConcurrentDictionary<string, int> broken = new();
    readonly ConcurrentDictionary<string, int> ran = new();
    volatile bool mended;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task A_failed_activity_runs_again_and_what_succeeded_before_does_not(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
            await Do(context, "a") + await Do(context, "b") + await Do(context, "c"));
        Break("b");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);
        var ended = await host.EndAsync(id);

        Assert.Equal((Status.Completed, "abc"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        Assert.Null(ended.FailureDetails);
        Assert.Equal((1, 2, 1), (ran["a"], ran["b"], ran["c"]));
        Assert.Equal(
            "ExecutionStarted#0 TaskScheduled#0 | TaskCompleted#0 TaskScheduled#1 | TaskFailed#1 ExecutionCompleted#2 "
            + "| ExecutionRewound#0 TaskScheduled#1 | TaskCompleted#1 TaskScheduled#2 | TaskCompleted#2 ExecutionCompleted#3",
            await host.ShapeAsync(id));
        Assert.Equal("mended", (await host.HistoryAsync(id)).Single(e => e.Kind == EventKind.ExecutionRewound).Data);
    }

    [Theory, StickyAndReplayed]
    public async Task Several_failed_activities_run_again_beside_those_that_succeeded(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
            string.Concat(await Task.WhenAll("abcdef".Select(step => Do(context, $"{step}")))));
        Break("b", "d", "f");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("abcdef", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 2, 1, 2, 1, 2), (ran["a"], ran["b"], ran["c"], ran["d"], ran["e"], ran["f"]));
    }

    [Theory, StickyAndReplayed]
    public async Task What_went_on_beside_the_failure_is_kept(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
        {
            var failing = Do(context, "a");
            var other = await Do(context, "b") + await Do(context, "c") + await Do(context, "d");
            return await failing + other;
        });
        Break("a");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("abcd", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((2, 1, 1, 1), (ran["a"], ran["b"], ran["c"], ran["d"]));
    }

    [Theory, StickyAndReplayed]
    public async Task Retries_that_were_used_up_begin_anew_with_their_timers(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context => await Do(context, "a", ThreeAttempts) + await Do(context, "b"));
        Break("a");

        var id = await FailedAsync(host);
        Assert.Equal(3, ran["a"]);
        Mend();
        Break("a", times: 2);
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("ab", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((6, 1), (ran["a"], ran["b"]));
    }

    [Theory, StickyAndReplayed]
    public async Task A_failure_that_a_retry_overcame_is_left_alone(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context => await Do(context, "a", ThreeAttempts) + await Do(context, "b"));
        Break("a", times: 2);
        Break("b");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("ab", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((3, 2), (ran["a"], ran["b"]));
    }

    [Theory, StickyAndReplayed]
    public async Task A_failure_the_code_took_another_way_around_is_left_alone(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
        {
            string first;
            try
            {
                first = await Do(context, "a");
            }
            catch (TaskFailedException)
            {
                first = await Do(context, "instead");
            }

            return first + await Do(context, "b");
        });
        Break("a", "b");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("insteadb", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1, 2), (ran["a"], ran["instead"], ran["b"]));
    }

    [Theory, StickyAndReplayed]
    public async Task What_was_done_about_the_failure_before_it_was_thrown_on_is_taken_back(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
        {
            try
            {
                return await Do(context, "a") + await Do(context, "b");
            }
            catch (TaskFailedException failed)
            {
                await Do(context, "undo");
                throw new InvalidOperationException("undone", failed);
            }
        });
        Break("a");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("ab", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((2, 1, 1), (ran["a"], ran["b"], ran["undo"]));
    }

    [Theory, StickyAndReplayed]
    public async Task A_failed_child_is_rewound_with_its_parent_and_only_the_leaf_runs_again(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
            await Do(context, "a") + await Call(context, "Child", "child") + await Do(context, "d"));
        Break("c");

        var id = await FailedAsync(host);
        var child = await host.EndAsync("child");
        Assert.Equal(Status.Failed, child.RuntimeStatus);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("abcd", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1, 2, 1), (ran["a"], ran["b"], ran["c"], ran["d"]));
        var after = await host.FindAsync("child");
        Assert.Equal((Status.Completed, child.CreatedAt), (after!.RuntimeStatus, after.CreatedAt));
    }

    [Theory, StickyAndReplayed]
    public async Task A_rewind_goes_down_to_the_grandchildren_that_failed_and_leaves_the_others(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
            string.Concat(await Task.WhenAll(Call(context, "Parent", "p1"), Call(context, "Parent", "p2"))));
        Break("p1-b", "p2-a");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("p1-ap1-bp2-ap2-b", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 2, 2, 1), (ran["p1-a"], ran["p1-b"], ran["p2-a"], ran["p2-b"]));
    }

    [Theory, StickyAndReplayed]
    public async Task The_last_attempt_of_a_retried_child_is_the_one_that_goes_on(bool replayed)
    {
        await using var host = await StartAsync(replayed, context => Call(context, "Child", "child", ThreeAttempts));
        Break("c");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("bc", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((3, 4), (ran["b"], ran["c"]));
    }

    [Theory, StickyAndReplayed]
    public async Task A_child_that_was_terminated_is_called_anew(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context => await Do(context, "a") + await Call(context, "Wait", "child"));

        var id = await host.BeginAsync("Main");
        await host.StartedOnceThereAsync("child");
        await host.TerminateAsync("child");
        Assert.Equal(Status.Failed, (await host.EndAsync(id)).RuntimeStatus);
        await host.Client.RewindInstanceAsync(id, "again", Ct);
        await host.UntilAsync("child", found => found.RuntimeStatus == Status.Running);
        await host.RaiseAsync("child", "go", "!");

        Assert.Equal("a!", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, ran["a"]);
    }

    [Theory, StickyAndReplayed]
    public async Task A_child_that_was_rewound_by_itself_gives_its_answer_to_the_rewound_parent(bool replayed)
    {
        await using var host = await StartAsync(replayed, context => Call(context, "Child", "child"));
        Break("c");

        var id = await FailedAsync(host);
        Mend();
        await host.Client.RewindInstanceAsync("child", "mended", Ct);
        Assert.Equal("bc", (await host.EndAsync("child")).ReadOutputAs<string>());
        Assert.Equal(Status.Failed, (await host.FindAsync(id))!.RuntimeStatus);
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("bc", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 2), (ran["b"], ran["c"]));
    }

    [Theory, StickyAndReplayed]
    public async Task Where_no_call_failed_the_code_decides_again_over_all_that_was_recorded(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
        {
            var done = await Do(context, "a") + await context.WaitForExternalEvent<string>("E");
            return mended ? done + await Do(context, "b") : throw new InvalidOperationException("a fault in the code");
        });

        var id = await host.BeginAsync("Main");
        await host.RaiseAsync(id, "E", "-e-");
        Assert.Equal(Status.Failed, (await host.EndAsync(id)).RuntimeStatus);
        await host.Client.RewindInstanceAsync(id, "nothing changed", Ct);
        var again = await host.UntilAsync(id, found => found.RuntimeStatus == Status.Failed);
        Assert.Equal("a fault in the code", again.FailureDetails!.ErrorMessage);
        mended = true;
        await host.Client.RewindInstanceAsync(id, "the code was mended", Ct);

        Assert.Equal("a-e-b", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1), (ran["a"], ran["b"]));
    }

    [Fact]
    public async Task An_instance_that_failed_by_changed_code_goes_on_when_the_code_is_what_it_was()
    {
        // Changed code is noticed where it is replayed.
        await using var host = await StartAsync(true, async context =>
        {
            if (mended)
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            var first = await Do(context, "a");
            context.SetCustomStatus("waits");
            await context.WaitForExternalEvent<string>("E");
            return first + await Do(context, "b");
        });

        var id = await host.BeginAsync("Main");
        await host.UntilAsync(id, found => found.ReadCustomStatusAs<string>() == "waits");
        mended = true;
        await host.RaiseAsync(id, "E", "");
        Assert.Contains("NonDeterministic", (await host.EndAsync(id)).FailureDetails!.ErrorType);
        await host.Client.RewindInstanceAsync(id, "the code is still another", Ct);
        Assert.Contains("NonDeterministic", (await host.UntilAsync(id, found => found.RuntimeStatus == Status.Failed)).FailureDetails!.ErrorType);
        mended = false;
        await host.Client.RewindInstanceAsync(id, "the code was put back", Ct);

        Assert.Equal("ab", (await host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_may_be_rewound_as_often_as_it_fails(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
            await Do(context, "a") + await Do(context, "b") + await Do(context, "c", ThreeAttempts) + await Do(context, "d"));
        Break("b", times: 3);
        Break("c", times: 4);

        var id = await FailedAsync(host);
        for (var i = 0; i < 3; i++)
        {
            await host.Client.RewindInstanceAsync(id, $"{i}", Ct);
            await host.EndAsync(id);
        }

        Assert.Equal(Status.Failed, (await host.FindAsync(id))!.RuntimeStatus);
        await host.Client.RewindInstanceAsync(id, "last", Ct);

        Assert.Equal("abcd", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 4, 5, 1), (ran["a"], ran["b"], ran["c"], ran["d"]));
        Assert.Equal(0, await host.CountAsync("activities"));
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_wide_fan_out_is_rewound_in_no_time_whatever_failed_was_retried_or_was_caught(bool replayed)
    {
        const int Width = 600;
        await using var host = await StartAsync(replayed, async context =>
        {
            var parts = await Task.WhenAll(Enumerable.Range(0, Width).Select(async i =>
            {
                try
                {
                    return (await Do(context, $"{i}", i % 3 == 0 ? TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1))) : null)).Length;
                }
                catch (TaskFailedException) when (i % 3 == 1)
                {
                    return 0;
                }
            }));
            return $"{parts.Sum()}" + await Do(context, "last");
        });
        for (var i = 0; i < Width; i++)
            if (i % 3 == 0)
                Break($"{i}", times: 1);
            else if (i % 5 == 0)
                Break($"{i}");

        var id = await FailedAsync(host);
        Mend();
        Break("last");
        await host.Client.RewindInstanceAsync(id, "mended, but for the last", Ct);
        Assert.Equal("Task 'Do' (#", (await host.UntilAsync(id, found => found.RuntimeStatus == Status.Failed)).FailureDetails!.ErrorMessage[..12]);
        var before = ran.Values.Sum();
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.EndsWith("last", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, ran.Values.Sum() - before);
    }

    [Theory, StickyAndReplayed]
    public async Task What_failed_on_one_worker_is_rewound_on_another(bool replayed)
    {
        Func<TaskOrchestrationContext, Task<string>> main = async context => await Do(context, "a") + await Call(context, "Child", "child") + await Do(context, "d");
        var hub = EngineHost.NewHub();
        Break("c");
        string id;
        await using (var first = await StartAsync(replayed, main, hub))
            id = await FailedAsync(first);

        Mend();
        await using var second = await StartAsync(replayed, main, hub);
        await second.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal("abcd", (await second.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1, 2, 1), (ran["a"], ran["b"], ran["c"], ran["d"]));
    }

    [Theory, StickyAndReplayed]
    public async Task Large_values_are_where_they_were(bool replayed)
    {
        var (a, b, c) = (new string('a', 300), new string('b', 400), new string('c', 500));
        await using var host = await StartAsync(replayed, async context => await Do(context, a) + await Call(context, "Large", "child", input: b) + await Do(context, c), threshold: 64);
        Break(b, c);

        var id = await FailedAsync(host);
        Mend();
        Break(c);
        await host.Client.RewindInstanceAsync("child", "by itself", Ct);
        await host.EndAsync("child");
        await host.Client.RewindInstanceAsync(id, "takes the child's answer", Ct);
        Assert.Contains("ccc is broken", (await host.UntilAsync(id, found => found.RuntimeStatus == Status.Failed)).FailureDetails!.InnerFailure!.ErrorMessage);
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal(a + b + c, (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 2, 2), (ran[a], ran[b], ran[c]));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RewindInstanceAsync(id, new string('x', 100), Ct));
    }

    [Theory, StickyAndReplayed]
    public async Task The_time_and_the_ids_of_before_the_failure_stay_as_they_were(bool replayed)
    {
        await using var host = await StartAsync(replayed, async context =>
        {
            var (at, id) = (context.CurrentUtcDateTime, context.NewGuid());
            context.SetCustomStatus($"{at:O} {id}");
            await Do(context, "a");
            return $"{at:O} {id}";
        });
        Break("a");

        var id = await FailedAsync(host);
        var before = (await host.FindAsync(id))!.ReadCustomStatusAs<string>();
        Mend();
        await host.Client.RewindInstanceAsync(id, "mended", Ct);

        Assert.Equal(before, (await host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Only_what_has_failed_can_be_rewound(bool replayed)
    {
        await using var host = await StartAsync(replayed, context => Do(context, "a"));
        var completed = (await host.RunAsync("Main")).InstanceId;
        var running = await host.BeginAsync("Wait");
        await host.StartedAsync(running);
        var terminated = await host.BeginAsync("Wait");
        await host.TerminateAsync(terminated);
        await host.EndAsync(terminated);

        foreach (var id in (string[])[completed, running, terminated])
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.RewindInstanceAsync(id, "why not", Ct));
            Assert.Contains($"{(await host.FindAsync(id))!.RuntimeStatus}", refused.Message);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RewindInstanceAsync("nobody", "why not", Ct));
        Assert.Equal(1, ran["a"]);
    }

    [Theory, StickyAndReplayed]
    public async Task Of_many_who_rewind_at_once_one_does(bool replayed)
    {
        await using var host = await StartAsync(replayed, context => Do(context, "a"));
        Break("a");
        var id = await FailedAsync(host);
        Mend();

        var rewinds = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await host.Client.RewindInstanceAsync(id, "mended", Ct);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));

        Assert.Single(rewinds, true);
        Assert.Equal("a", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, ran["a"]);
    }

    void Break(params string[] steps)
    {
        foreach (var step in steps)
            broken[step] = int.MaxValue;
    }

    void Break(string step, int times) => broken[step] = times;

    void Mend() => broken.Clear();

    static async Task<string> FailedAsync(EngineHost host)
    {
        var failed = await host.RunAsync("Main");
        Assert.Equal(Status.Failed, failed.RuntimeStatus);
        return failed.InstanceId;
    }

    Task<EngineHost> StartAsync(bool replayed, Func<TaskOrchestrationContext, Task<string>> main, string? hub = null, int? threshold = null) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc("Main", main)
        .AddOrchestratorFunc("Child", async context => await Do(context, "b") + await Do(context, "c"))
        .AddOrchestratorFunc("Parent", async context => string.Concat(await Task.WhenAll(
            Call(context, "Leaf", $"{context.InstanceId}-a"), Call(context, "Leaf", $"{context.InstanceId}-b"))))
        .AddOrchestratorFunc<string, string>("Large", (context, step) => Do(context, step))
        .AddOrchestratorFunc("Leaf", context => Do(context, context.InstanceId))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddActivityFunc<string, string>("Do", (_, step) =>
        {
            ran.AddOrUpdate(step, 1, (_, times) => times + 1);
            var breaks = broken.TryGetValue(step, out var times) && times > 0;
            if (breaks)
                broken[step] = times - 1;
            return breaks ? throw new InvalidOperationException($"{step} is broken") : step;
        }), replayed, options =>
        {
            options.TaskHub = hub ?? options.TaskHub;
            options.LargePayloadThreshold = threshold ?? options.LargePayloadThreshold;
        });

    static Task<string> Do(TaskOrchestrationContext context, string step, TaskOptions? options = null) =>
        context.CallActivityAsync<string>("Do", step, options);

    static Task<string> Call(TaskOrchestrationContext context, string name, string id, TaskOptions? options = null, string? input = null) =>
        context.CallSubOrchestratorAsync<string>(name, input, new SubOrchestrationOptions(options ?? new TaskOptions(), id));
}
