using System.Collections.Concurrent;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Durable.Tests;

public sealed class ActivitiesTests(Postgres postgres)
{
    [Theory, StickyAndReplayed]
    public async Task An_activity_gets_its_input_and_gives_its_result(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<string, string>("Greet", (context, name) => context.CallActivityAsync<string>("SayHello", name))
            .AddActivityFunc<string, string>("SayHello", (_, name) => $"Hello, {name}!"), replayed);

        var ended = await host.RunAsync("Greet", "서울");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("Hello, 서울!", ended.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_chain_of_activities_runs_in_order(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", async (context, upTo) =>
            {
                var value = 0;
                for (var i = 0; i < upTo; i++)
                    value = await context.CallActivityAsync<int>("PlusOne", value);
                return value;
            })
            .AddActivityFunc<int, int>("PlusOne", (_, value) => value + 1), replayed);

        var ended = await host.RunAsync("Count", 50);

        Assert.Equal(50, ended.ReadOutputAs<int>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_fan_out_beyond_the_workers_room_gives_every_result_in_the_order_of_the_calls(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc<int, int[]>("Fan", (context, width) =>
                    Task.WhenAll(Enumerable.Range(0, width).Select(i => context.CallActivityAsync<int>("Square", i))))
                .AddActivityFunc<int, int>("Square", (_, i) => i * i),
            replayed,
            worker: options => options.Concurrency.MaximumConcurrentActivityWorkItems = 20);

        var ended = await host.RunAsync("Fan", 500);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => i * i), ended.ReadOutputAs<int[]>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_nobody_awaited_is_waited_for_before_its_instance_ends(bool replayed)
    {
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Leave", context =>
            {
                _ = context.CallActivityAsync("Work");
                return Task.FromResult("left");
            })
            .AddActivityFunc("Work", _ => work.Task), replayed);

        var id = await host.BeginAsync("Leave");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.StartedAsync(id)).RuntimeStatus);
        work.SetResult();

        Assert.Equal("left", (await host.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal("ExecutionStarted#0 TaskScheduled#0 | TaskCompleted#0 ExecutionCompleted#1", await host.ShapeAsync(id));
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_that_outlasts_its_lease_keeps_it_and_runs_once(bool replayed)
    {
        var runs = 0;
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Work"))
                .AddActivityFunc("Work", async _ =>
                {
                    Interlocked.Increment(ref runs);
                    await work.Task;
                }),
            replayed,
            options =>
            {
                options.Lease = TimeSpan.FromSeconds(1);
                options.SweepInterval = TimeSpan.FromMilliseconds(100);
            });
        await using var other = await StoreBench.OpenAsync(postgres, host.Options.TaskHub);
        var id = await host.BeginAsync("Call");
        await host.StartedAsync(id);
        var first = await other.LeasesUntilAsync(id);

        // Two renewals later, the lease that it began with is long over.
        while (await other.LeasesUntilAsync(id) < first + TimeSpan.FromSeconds(1.5))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty((await other.Worker().Activities.ClaimAsync(DateTime.MinValue, 10, TestContext.Current.CancellationToken)).Work);
        work.SetResult();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.EndAsync(id)).RuntimeStatus);
        Assert.Equal(1, runs);
    }

    [Theory, StickyAndReplayed]
    public async Task Names_are_found_in_any_case_and_versions_exactly(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Call", async context => new[]
            {
                await context.CallActivityAsync<string>("WORK"),
                await context.CallActivityAsync<string>("Versioned", new TaskOptions { Version = "2" }),
            })
            .AddActivityFunc("Work", _ => "found")
            .AddActivity("Versioned", new TaskVersion("1"), () => new Versioned())
            .AddActivity("Versioned", new TaskVersion("2"), () => new Versioned()), replayed);

        var ended = await host.RunAsync("cALL");

        Assert.Equal(["found", "version 2"], ended.ReadOutputAs<string[]>()!);
    }

    [Theory, StickyAndReplayed]
    public async Task Each_run_of_an_activity_has_a_scope_of_its_own_which_ends_with_it(bool replayed)
    {
        var scopes = new ConcurrentQueue<Scoped>();
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Call", async context =>
                {
                    await context.CallActivityAsync(nameof(UseScoped));
                    await context.CallActivityAsync(nameof(UseScoped));
                })
                .AddActivity<UseScoped>(),
            replayed,
            services: services => services.AddSingleton(scopes).AddScoped<Scoped>());

        await host.RunAsync("Call");

        Assert.Equal(2, scopes.Distinct().Count());
        Assert.All(scopes, scope => Assert.True(scope.IsDisposed));
    }

    [Theory, StickyAndReplayed]
    public async Task Options_passed_where_the_input_belongs_are_refused(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Work", input: new TaskOptions(), options: null)), replayed);

        Assert.Equal("System.ArgumentException", (await host.RunAsync("Call")).FailureDetails!.ErrorType);
    }

    sealed class Versioned : TaskActivity<string?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string? input) => Task.FromResult($"version {context.Version}");
    }

    sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    sealed class UseScoped(Scoped scoped, ConcurrentQueue<Scoped> scopes) : TaskActivity<object?, bool>
    {
        public override Task<bool> RunAsync(TaskActivityContext context, object? input)
        {
            scopes.Enqueue(scoped);
            return Task.FromResult(scoped.IsDisposed);
        }
    }
}
