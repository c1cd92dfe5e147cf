using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Asan.Runtime.Durable.Tests;

public sealed class VersioningTests(Postgres postgres)
{
    readonly string hub = EngineHost.NewHub();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task An_instance_of_another_version_waits_for_a_worker_of_its_own(bool replayed)
    {
        await using var one = await HostAsync(replayed, "1.0", VersionMatchStrategy.Strict);
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var id = await one.BeginAsync("Wait", options: Of("2.0"));
        await one.RaiseAsync(id, "E", "early");

        // Others are not held up by it, though it is looked at again and again.
        foreach (var _ in Enumerable.Range(0, 3))
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await one.RunAsync("Call", options: Of("1.0"))).RuntimeStatus);
        await Task.Delay(300, Ct);

        // Nobody holds it, nobody ever claimed it, and its messages lie where whoever counts the pending work sees them.
        var key = await bench.KeyAsync(id);
        Assert.Null(await bench.OwnerAsync(key));
        Assert.Equal(0, await one.CountAsync("instances", "t.status = 6 AND t.epoch > 0"));
        Assert.Equal(2, await one.CountAsync("inbox", "t.visible_at <= now()"));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await one.FindAsync(id))!.RuntimeStatus);

        await using var two = await HostAsync(replayed, "2.0", VersionMatchStrategy.Strict);

        Assert.Equal("early of 2.0", (await two.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_worker_runs_its_own_version_and_older_ones_as_versions_compare(bool replayed)
    {
        await using var host = await HostAsync(replayed, "1.10", VersionMatchStrategy.CurrentOrOlder);

        foreach (var version in (string?[])["1.10", "1.9", "0.1", null])
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.RunAsync("Call", options: Of(version))).RuntimeStatus);

        var newer = await host.BeginAsync("Call", options: Of("1.11"));
        await host.RunAsync("Call", options: Of("1.10"));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.FindAsync(newer))!.RuntimeStatus);
    }

    [Theory, StickyAndReplayed]
    public async Task Where_a_worker_fails_other_versions_the_instance_ends_and_no_retry_mends_it(bool replayed)
    {
        await using var strict = await HostAsync(replayed, "1", VersionMatchStrategy.Strict, VersionFailureStrategy.Fail);
        var other = (await strict.RunAsync("Call", options: Of("2"))).FailureDetails!;
        Assert.Equal(("VersionMismatch", "The orchestration version '2' does not match the worker version '1'."), (other.ErrorType, other.ErrorMessage));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await strict.RunAsync("Call", options: Of("1"))).RuntimeStatus);

        // The child is of another version, and its parent's call is tried once only.
        var parent = await strict.RunAsync("CallNewer", options: Of("1"));
        Assert.Equal("VersionMismatch", parent.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal(2, await strict.CountAsync("instances", "t.name = 'Call' AND t.status = 3"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_child_or_a_next_round_of_another_version_goes_to_the_worker_that_runs_it(bool replayed)
    {
        await using var one = await HostAsync(replayed, "1", VersionMatchStrategy.Strict);
        await using var two = await HostAsync(replayed, "2", VersionMatchStrategy.Strict);

        Assert.Equal("2 by 2", (await one.RunAsync("CallNewer", options: Of("1"))).ReadOutputAs<string>());
        Assert.Equal("now 2", (await one.RunAsync("Upgrade", "1", Of("1"))).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_restart_as_a_version_that_nobody_runs_waits_and_nobody_holds_it(bool replayed)
    {
        await using var one = await HostAsync(replayed, "1", VersionMatchStrategy.Strict);
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var id = await one.BeginAsync("Upgrade", "1", Of("1"));
        while (await one.CountAsync("inbox", "t.generation = 2") == 0)
            await Task.Delay(10, Ct);
        await one.RunAsync("Call", options: Of("1"));

        Assert.Null(await bench.OwnerAsync(await bench.KeyAsync(id)));

        await using var two = await HostAsync(replayed, "2", VersionMatchStrategy.Strict);
        Assert.Equal("now 2", (await two.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_has_its_callers_version_unless_the_call_names_one(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc<string?, string>("Ask", (context, version) =>
                    context.CallActivityAsync<string>("Say", null, version is null ? new TaskOptions() : new TaskOptions { Version = new TaskVersion(version) }))
                .AddOrchestratorFunc("AskAnyone", context => context.CallActivityAsync<string>("Unversioned"))
                .AddActivity("Say", new TaskVersion("1"), () => new Say("one"))
                .AddActivity("Say", new TaskVersion("2"), () => new Say("two"))
                .AddActivityFunc("Unversioned", _ => "anyone"),
            replayed);

        Assert.Equal("one", (await host.RunAsync("Ask", options: Of("1"))).ReadOutputAs<string>());
        Assert.Equal("two", (await host.RunAsync("Ask", "2", Of("1"))).ReadOutputAs<string>());
        Assert.Equal("anyone", (await host.RunAsync("AskAnyone", options: Of("7"))).ReadOutputAs<string>());
        // A name that has versions has no fallback.
        Assert.Equal("ActivityTaskNotFound", (await host.RunAsync("Ask", options: Of("3"))).FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal("ActivityTaskNotFound", (await host.RunAsync("Ask")).FailureDetails!.InnerFailure!.ErrorType);
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_runs_the_class_of_its_version_and_a_child_has_the_workers_default(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestrator<Greet1>()
                .AddOrchestrator<Greet2>()
                .AddOrchestratorFunc("Parent", async context =>
                    $"{context.Version}: {await context.CallSubOrchestratorAsync<string>("Greet")}, "
                    + await context.CallSubOrchestratorAsync<string>("Greet", options: new SubOrchestrationOptions { Version = new TaskVersion("2") })),
            replayed,
            worker: worker => worker.Versioning = new() { DefaultVersion = "1" });

        Assert.Equal("one", (await host.RunAsync("Greet", options: Of("1"))).ReadOutputAs<string>());
        Assert.Equal("two", (await host.RunAsync("Greet", options: Of("2"))).ReadOutputAs<string>());
        Assert.Equal("OrchestratorTaskNotFound", (await host.RunAsync("Greet", options: Of("3"))).FailureDetails!.ErrorType);
        Assert.Equal("9: one, two", (await host.RunAsync("Parent", options: Of("9"))).ReadOutputAs<string>());
    }

    Task<EngineHost> HostAsync(bool replayed, string version, VersionMatchStrategy match, VersionFailureStrategy failure = VersionFailureStrategy.Reject) =>
        EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Wait", async context => $"{await context.WaitForExternalEvent<string>("E")} of {context.Version}")
                .AddOrchestratorFunc("Call", async context => $"{context.Version} by {await context.CallActivityAsync<string>("Work")}")
                .AddOrchestratorFunc("CallNewer", context => context.CallSubOrchestratorAsync<string>("Call", options: new SubOrchestrationOptions(
                    new TaskRetryOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(1))))
                {
                    Version = new TaskVersion("2"),
                }))
                .AddOrchestratorFunc<string, string>("Upgrade", (context, from) =>
                {
                    if (context.Version == from)
                        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = from, NewVersion = "2" });
                    return Task.FromResult($"now {context.Version}");
                })
                .AddActivityFunc("Work", context => context.Version),
            replayed,
            engine =>
            {
                engine.TaskHub = hub;
                engine.PollInterval = TimeSpan.FromMilliseconds(50);
                engine.SweepInterval = TimeSpan.FromMilliseconds(100);
            },
            worker => worker.Versioning = new() { Version = version, MatchStrategy = match, FailureStrategy = failure });

    static StartOrchestrationOptions Of(string? version) => new() { Version = new TaskVersion(version) };

    sealed class Say(string text) : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(text);
    }

    [DurableTask("Greet", Version = "1")]
    sealed class Greet1 : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => Task.FromResult("one");
    }

    [DurableTask("Greet", Version = "2")]
    sealed class Greet2 : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => Task.FromResult("two");
    }
}
