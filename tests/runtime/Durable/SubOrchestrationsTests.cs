using Asan.Runtime.Durable.Orchestrations;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

public sealed class SubOrchestrationsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task A_child_gets_its_input_knows_its_parent_and_gives_its_result(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Child", "hello", new SubOrchestrationOptions(instanceId: "the child")))
            .AddOrchestratorFunc<string, string>("Child", (context, input) =>
                Task.FromResult($"{input} from {context.InstanceId} of {context.Parent!.Name}/{context.Parent.InstanceId}")), replayed);

        var ended = await host.RunAsync("Parent", null, new StartOrchestrationOptions("the parent"));

        Assert.Equal("hello from the child of Parent/the parent", ended.ReadOutputAs<string>());
        Assert.Equal("the child", (await host.FindAsync("the child"))!.InstanceId);
    }

    [Theory, StickyAndReplayed]
    public async Task An_orchestration_that_a_client_started_has_no_parent(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Alone", context => Task.FromResult(context.Parent is null)), replayed);

        Assert.True((await host.RunAsync("Alone")).ReadOutputAs<bool>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_child_without_a_given_id_takes_the_next_guid_of_its_parent(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                var at = context.CurrentUtcDateTime;
                var child = await context.CallSubOrchestratorAsync<string>("Child");
                return new[]
                {
                    child, DeterministicGuid.Create(context.InstanceId, at, 0).ToString("N"),
                    context.NewGuid().ToString(), DeterministicGuid.Create(context.InstanceId, context.CurrentUtcDateTime, 1).ToString(),
                };
            })
            .AddOrchestratorFunc("Child", context => Task.FromResult(context.InstanceId)), replayed);

        var ids = (await host.RunAsync("Parent")).ReadOutputAs<string[]>()!;

        Assert.Equal(ids[1], ids[0]);
        Assert.Equal(ids[3], ids[2]);
    }

    [Theory, StickyAndReplayed]
    public async Task A_failed_child_fails_its_parents_call_with_what_went_wrong(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} #{failed.TaskId}: {failed.FailureDetails.ErrorType}, {failed.FailureDetails.ErrorMessage}";
                }
            })
            .AddOrchestratorFunc("Child", _ => throw new NotSupportedException("not today")), replayed);

        var ended = await host.RunAsync("Parent");

        Assert.Equal("Child #0: System.NotSupportedException, not today", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_failing_child_is_retried_under_the_same_id(bool replayed)
    {
        var ran = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(20)))))
            .AddOrchestratorFunc<int>("Child", context => context.CallActivityAsync<int>("Third", context.InstanceId))
            .AddActivityFunc<string, int>("Third", (_, id) =>
            {
                ran.Enqueue(id);
                return ran.Count == 3 ? 33 : throw new InvalidOperationException($"run {ran.Count}");
            }), replayed);

        var ended = await host.RunAsync("Parent");

        Assert.Equal(33, ended.ReadOutputAs<int>());
        Assert.Equal(3, ran.Count);
        Assert.Single(ran.Distinct());
        Assert.Equal(2, await host.CountAsync("instances"));
    }

    [Theory, StickyAndReplayed]
    public async Task Every_level_of_nesting_adds_a_level_to_the_failure(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Grandparent", context => context.CallSubOrchestratorAsync("Parent"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child"))
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync("Break"))
            .AddActivityFunc("Break", _ => throw new InvalidOperationException("boom", new ArgumentException("inner"))), replayed);

        var ended = await host.RunAsync("Grandparent");

        var levels = new List<string>();
        for (var level = ended.FailureDetails; level is not null; level = level.InnerFailure)
            levels.Add(level.ErrorType);
        Assert.Equal(
            [
                "Microsoft.DurableTask.TaskFailedException", "Microsoft.DurableTask.TaskFailedException", "Microsoft.DurableTask.TaskFailedException",
                "System.InvalidOperationException", "System.ArgumentException",
            ],
            levels);
        Assert.True(ended.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.False(ended.FailureDetails.IsCausedBy<InvalidOperationException>());
    }

    [Theory, StickyAndReplayed]
    public async Task The_id_of_an_instance_that_runs_fails_the_call_and_leaves_that_instance_alone(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Other", options: new SubOrchestrationOptions(instanceId: "taken"));
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorType;
                }
            })
            .AddOrchestratorFunc("Other", context => context.WaitForExternalEvent<string>("End")), replayed);

        await host.BeginAsync("Other", null, new StartOrchestrationOptions("taken"));
        await host.StartedAsync("taken");
        var ended = await host.RunAsync("Parent");
        await host.RaiseAsync("taken", "End", "untouched");

        Assert.Equal("DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException", ended.ReadOutputAs<string>());
        Assert.Equal("untouched", (await host.EndAsync("taken")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_child_replaces_an_instance_of_its_id_that_has_ended(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Echo", "second", new SubOrchestrationOptions(instanceId: "shared")))
            .AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text)), replayed);

        await host.RunAsync("Echo", "first", new StartOrchestrationOptions("shared"));
        var ended = await host.RunAsync("Parent");

        Assert.Equal("second", ended.ReadOutputAs<string>());
        Assert.Equal("second", (await host.FindAsync("shared"))!.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_id_that_is_called_and_has_not_answered_cannot_be_called_again(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                var first = context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "once"));
                try
                {
                    await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "once"));
                    return "called twice";
                }
                catch (InvalidOperationException)
                {
                    return await first;
                }
            })
            .AddOrchestratorFunc("Child", _ => Task.FromResult("the first's")), replayed);

        Assert.Equal("the first's", (await host.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_terminated_child_fails_its_parents_call(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("never")), replayed);

        var id = await host.BeginAsync("Parent");
        await host.StartedAsync(id);
        await host.StartedAsync("child");
        await host.TerminateAsync("child");
        var ended = await host.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", ended.FailureDetails!.ErrorType);
        Assert.NotNull(ended.FailureDetails.InnerFailure);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.FindAsync("child"))!.RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task A_terminated_parent_leaves_its_child_running_and_hears_nothing_of_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("End")), replayed);

        var id = await host.BeginAsync("Parent");
        await host.StartedAsync(id);
        await host.StartedAsync("child");
        await host.TerminateAsync(id);
        await host.EndAsync(id);
        await host.RaiseAsync("child", "End", "alone");

        Assert.Equal("alone", (await host.EndAsync("child")).ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("inbox"));
    }

    [Theory, StickyAndReplayed]
    public async Task Children_side_by_side_carry_large_payloads_and_answer_in_the_order_of_the_calls(bool replayed)
    {
        const int Large = 200_000;
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                var texts = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
                    context.CallSubOrchestratorAsync<string>("Child", new string((char)('a' + i), Large))));
                return texts.Select(text => $"{text[0]}{text.Length}").ToArray();
            })
            .AddOrchestratorFunc<string, string>("Child", (context, text) => context.CallActivityAsync<string>("Twice", text))
            .AddActivityFunc<string, string>("Twice", (_, text) => text + text), replayed);

        var ended = await host.RunAsync("Parent");

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{(char)('a' + i)}{2 * Large}"), ended.ReadOutputAs<string[]>());
    }

    [Theory, StickyAndReplayed]
    public async Task More_instances_than_a_worker_may_hold_all_complete(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc<int, int>("Tree", async (context, depth) => depth == 0
                    ? await context.CallActivityAsync<int>("One")
                    : (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallSubOrchestratorAsync<int>("Tree", depth - 1)))).Sum())
                .AddActivityFunc("One", _ => 1),
            replayed,
            options => options.MaximumHeldInstances = 2);

        Assert.Equal(27, (await host.RunAsync("Tree", 3)).ReadOutputAs<int>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_child_inherits_its_parents_tags_and_its_own_come_on_top(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync(
                "Child",
                options: new SubOrchestrationOptions(instanceId: "child") { Tags = new Dictionary<string, string> { ["ward"] = "ICU", ["own"] = "1" } }))
            .AddOrchestratorFunc("Child", _ => Task.CompletedTask), replayed);

        await host.RunAsync("Parent", null, new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["ward"] = "ER", ["site"] = "Seoul" } });

        Assert.Equal(
            new Dictionary<string, string> { ["ward"] = "ICU", ["own"] = "1", ["site"] = "Seoul" },
            (await host.FindAsync("child"))!.Tags.ToDictionary());
    }

    [Theory, StickyAndReplayed]
    public async Task Children_with_the_same_timers_all_answer(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                var due = context.CurrentUtcDateTime.AddMilliseconds(150);
                return (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => context.CallSubOrchestratorAsync<int>("Child", due)))).Sum();
            })
            .AddOrchestratorFunc<DateTime, int>("Child", async (context, due) =>
            {
                await context.CreateTimer(due, CancellationToken.None);
                return 1;
            }), replayed);

        Assert.Equal(10, (await host.RunAsync("Parent")).ReadOutputAs<int>());
    }
}
