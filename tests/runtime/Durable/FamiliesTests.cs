using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Asan.Runtime.Durable.Tests;

public sealed class FamiliesTests(Postgres postgres)
{
    static readonly TerminateInstanceOptions WithAll = new("over", Recursive: true);
    static readonly PurgeInstanceOptions Whole = new(Recursive: true);

    readonly TaskCompletionSource firstTurnBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ManualResetEventSlim firstTurn = new(true);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task Terminating_recursively_ends_children_and_grandchildren_with_the_same_output(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Grandparent", null, new StartOrchestrationOptions("g"));
        await host.StartedOnceThereAsync("g-p-a");
        await host.StartedOnceThereAsync("g-p-b");

        await host.Client.TerminateInstanceAsync("g", WithAll, Ct);

        foreach (var id in (string[])["g", "g-p", "g-p-a", "g-p-b"])
        {
            var ended = await host.EndAsync(id);
            Assert.Equal((Status.Terminated, "over"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        }
    }

    [Theory, StickyAndReplayed]
    public async Task Terminating_without_recursion_leaves_the_children_running(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Parent", null, new StartOrchestrationOptions("p"));
        await host.StartedOnceThereAsync("p-a");

        await host.TerminateAsync("p");
        await host.EndAsync("p");
        await host.RaiseAsync("p-a", "go");

        Assert.Equal(Status.Completed, (await host.EndAsync("p-a")).RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task Children_called_in_the_very_turn_of_the_termination_end_with_their_parent(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        firstTurn.Reset();
        await host.BeginAsync("ParentOnDemand", null, new StartOrchestrationOptions("p"));
        await firstTurnBegan.Task.WaitAsync(TimeSpan.FromSeconds(40), Ct);
        await host.RaiseAsync("p", "call");
        await host.Client.TerminateInstanceAsync("p", WithAll, Ct);
        firstTurn.Set();

        await host.EndAsync("p");

        Assert.Contains(await host.TurnsAsync("p"), turn =>
            turn.Events.Any(e => e.Kind == History.EventKind.SubOrchestrationInstanceCreated) && turn.Events.Any(e => e.Kind == History.EventKind.ExecutionTerminated));
        Assert.Equal(Status.Terminated, (await host.EndAsync("p-a")).RuntimeStatus);
        Assert.Equal(Status.Terminated, (await host.EndAsync("p-b")).RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task A_grandchild_is_reached_through_a_child_that_has_ended_already(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Grandparent", null, new StartOrchestrationOptions("g"));
        await host.StartedOnceThereAsync("g-p-a");
        await host.TerminateAsync("g-p");
        await host.EndAsync("g-p");
        await host.UntilAsync("g", found => found.ReadCustomStatusAs<string>() == "child ended");

        await host.Client.TerminateInstanceAsync("g", WithAll, Ct);

        Assert.Equal(Status.Terminated, (await host.EndAsync("g")).RuntimeStatus);
        Assert.Equal(Status.Terminated, (await host.EndAsync("g-p-a")).RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task Terminating_recursively_what_has_ended_ends_what_it_left_running(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Parent", null, new StartOrchestrationOptions("p"));
        await host.StartedOnceThereAsync("p-a");
        await host.TerminateAsync("p", "first");
        await host.EndAsync("p");

        await host.Client.TerminateInstanceAsync("p", WithAll, Ct);

        Assert.Equal(Status.Terminated, (await host.EndAsync("p-a")).RuntimeStatus);
        Assert.Equal("first", (await host.FindAsync("p"))!.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Suspended_children_and_children_that_have_ended_are_no_obstacle(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Parent", null, new StartOrchestrationOptions("p"));
        await host.StartedOnceThereAsync("p-a");
        await host.StartedOnceThereAsync("p-b");
        await host.SuspendAsync("p-a");
        await host.UntilAsync("p-a", found => found.RuntimeStatus == Status.Suspended);
        await host.RaiseAsync("p-b", "go");
        await host.EndAsync("p-b");

        await host.Client.TerminateInstanceAsync("p", WithAll, Ct);

        Assert.Equal(Status.Terminated, (await host.EndAsync("p-a")).RuntimeStatus);
        Assert.Equal(Status.Completed, (await host.FindAsync("p-b"))!.RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_that_was_only_in_a_childs_way_goes_on(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Wait", null, new StartOrchestrationOptions("p-a"));
        await host.StartedAsync("p-a");
        await host.BeginAsync("Parent", null, new StartOrchestrationOptions("p"));
        await host.StartedOnceThereAsync("p-b");

        await host.Client.TerminateInstanceAsync("p", WithAll, Ct);
        await host.EndAsync("p-b");
        await host.RaiseAsync("p-a", "go");

        Assert.Equal(Status.Completed, (await host.EndAsync("p-a")).RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task Purging_recursively_leaves_nothing_of_the_family(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.RunAsync("Echo", "stranger", new StartOrchestrationOptions("stranger"));
        await host.BeginAsync("Grandparent", null, new StartOrchestrationOptions("g"));
        await host.StartedOnceThereAsync("g-p-a");
        await host.StartedOnceThereAsync("g-p-b");
        await host.Client.TerminateInstanceAsync("g", WithAll, Ct);
        foreach (var id in (string[])["g", "g-p", "g-p-a", "g-p-b"])
            await host.EndAsync(id);

        var purged = await host.Client.PurgeInstanceAsync("g", Whole, Ct);

        Assert.Equal(4, purged.PurgedInstanceCount);
        Assert.Equal(1, await host.CountAsync("instances"));
        Assert.Equal((await host.TurnsAsync("stranger")).Count, await host.CountAsync("history"));
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync("g", Whole, Ct)).PurgedInstanceCount);
    }

    [Theory, StickyAndReplayed]
    public async Task Purging_recursively_is_refused_while_one_of_the_family_runs(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.BeginAsync("Parent", null, new StartOrchestrationOptions("p"));
        await host.StartedOnceThereAsync("p-a");
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.PurgeInstanceAsync("p", Whole, Ct));
        await host.TerminateAsync("p");
        await host.EndAsync("p");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.PurgeInstanceAsync("p", Whole, Ct));
        Assert.Matches("p-[ab]", refused.Message);
        Assert.NotNull(await host.FindAsync("p"));

        Assert.Equal(1, (await host.Client.PurgeInstanceAsync("p", Ct)).PurgedInstanceCount);
        Assert.NotNull(await host.FindAsync("p-a"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_filter_with_recursion_takes_whole_families_and_leaves_those_that_still_run_in_part(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        foreach (var id in (string[])["ended", "half"])
        {
            await host.BeginAsync("Parent", null, new StartOrchestrationOptions(id));
            await host.StartedOnceThereAsync($"{id}-a");
            await host.StartedOnceThereAsync($"{id}-b");
        }

        var later = (await host.RunAsync("Echo", "later", new StartOrchestrationOptions("later"))).CreatedAt;
        await host.Client.TerminateInstanceAsync("ended", WithAll, Ct);
        await host.TerminateAsync("half");
        foreach (var id in (string[])["ended", "ended-a", "ended-b", "half"])
            await host.EndAsync(id);

        var purged = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(null, later.AddTicks(-1), [Status.Terminated]), Whole, Ct);

        Assert.Equal((3, true), (purged.PurgedInstanceCount, purged.IsComplete));
        Assert.Null(await host.FindAsync("ended-b"));
        Assert.NotNull(await host.FindAsync("half"));
        Assert.NotNull(await host.FindAsync("half-b"));
        Assert.NotNull(await host.FindAsync("later"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_family_whose_members_took_each_others_ids_is_purged_too(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await using var db = Npgsql.NpgsqlDataSource.Create(host.Options.ConnectionString);
        await host.RunAsync("Echo", "x", new StartOrchestrationOptions("one"));
        await host.RunAsync("Echo", "y", new StartOrchestrationOptions("two"));
        await using var command = db.CreateCommand("""
            UPDATE durable.instances i SET parent_key = p.id FROM durable.instances p WHERE i.task_hub = $1 AND p.task_hub = $1 AND i.id <> p.id
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = host.Options.TaskHub });
        await command.ExecuteNonQueryAsync(Ct);

        await host.Client.TerminateInstanceAsync("one", WithAll, Ct);
        var purged = await host.Client.PurgeInstanceAsync("one", Whole, Ct);

        Assert.Equal(2, purged.PurgedInstanceCount);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task However_a_family_grows_while_it_is_ended_none_of_it_is_left_running(int seed, bool replayed)
    {
        var hub = EngineHost.NewHub();
        await using var host = await StartAsync(replayed, hub);
        await using var other = await StartAsync(replayed, hub);
        var random = new Random(seed);
        var roots = Enumerable.Range(0, 8).Select(i => $"{seed}-{i}").ToArray();

        await Task.WhenAll(roots.Select(async (root, i) =>
        {
            await (i % 2 == 0 ? host : other).BeginAsync("Tree", 3, new StartOrchestrationOptions(root));
            int delay;
            lock (random)
                delay = random.Next(150);
            await Task.Delay(delay, Ct);
            await (i % 3 == 0 ? host : other).Client.TerminateInstanceAsync(root, WithAll, Ct);
            await host.EndAsync(root);
        }));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (await host.CountAsync("instances", "t.completed_ticks IS NULL") > 0)
            await Task.Delay(20, patience.Token);
        foreach (var root in roots)
            await host.Client.PurgeInstanceAsync(root, Whole, Ct);
        Assert.Equal(0, await host.CountAsync("instances"));
    }

    public static MatrixTheoryData<int, bool> Seeds { get; } = new([1, 2, 3], [false, true]);

    Task<EngineHost> StartAsync(bool replayed, string? hub = null) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc<string, string>("Echo", (context, input) => Task.FromResult(input))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc("Parent", CallTwoAsync)
        .AddOrchestratorFunc("ParentOnDemand", async context =>
        {
            firstTurnBegan.TrySetResult();
            firstTurn.Wait();
            await context.WaitForExternalEvent<string>("call");
            await CallTwoAsync(context);
        })
        .AddOrchestratorFunc("Grandparent", async context =>
        {
            try
            {
                await Call(context, "Parent", $"{context.InstanceId}-p");
            }
            catch (TaskFailedException)
            {
                context.SetCustomStatus("child ended");
            }

            await context.WaitForExternalEvent<string>("go");
        })
        .AddOrchestratorFunc<int, string>("Tree", async (context, depth) =>
        {
            await context.CallActivityAsync<int>("Step", depth);
            if (depth > 0)
                await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallSubOrchestratorAsync<string>("Tree", depth - 1)));
            return await context.WaitForExternalEvent<string>("never");
        })
        .AddActivityFunc<int, int>("Step", (_, step) => step), replayed, options => options.TaskHub = hub ?? options.TaskHub);

    static async Task CallTwoAsync(TaskOrchestrationContext context)
    {
        var calls = new[] { Call(context, "Wait", $"{context.InstanceId}-a"), Call(context, "Wait", $"{context.InstanceId}-b") };
        await Task.WhenAll(calls);
    }

    static Task Call(TaskOrchestrationContext context, string name, string id) =>
        context.CallSubOrchestratorAsync(name, null, new SubOrchestrationOptions(new TaskOptions(), id));
}
