using Asan.Tests;
using Microsoft.DurableTask.Client;

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
}
