using Asan.Runtime.Durable.Client;
using Asan.Tests;

namespace Asan.Runtime.Durable.Tests;

/// <summary>A sender who was not told whether its event came sends it again under the same name: the instance hears it once.</summary>
public sealed class ResentEventsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task An_event_that_comes_twice_under_one_name_is_heard_once(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Three");

        await RaiseAsync(host, id, "a", "first");
        await RaiseAsync(host, id, "a", "first");
        await RaiseAsync(host, id, "b", "second");
        await RaiseAsync(host, id, "a", "first");
        await RaiseAsync(host, id, "b again", "second");

        Assert.Equal("a b last", (await EndAfterAsync(host, id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_that_came_while_suspended_is_heard_once_when_the_instance_goes_on(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Three");
        await host.StartedAsync(id);
        await host.SuspendAsync(id);

        await RaiseAsync(host, id, "a", "first");
        await RaiseAsync(host, id, "a", "first");
        await RaiseAsync(host, id, "b", "second");
        await host.ResumeAsync(id);
        await RaiseAsync(host, id, "a", "first");

        Assert.Equal("a b last", (await EndAfterAsync(host, id)).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_event_heard_before_an_instance_continued_as_new_is_not_heard_again_after_it(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Counter", 0);

        await RaiseAsync(host, id, "1", "first");
        await host.UntilAsync(id, found => found.ReadInputAs<int>() == 1);
        await RaiseAsync(host, id, "1", "first");
        await RaiseAsync(host, id, "10", "second");
        await host.UntilAsync(id, found => found.ReadInputAs<int>() == 11);
        await RaiseAsync(host, id, "1", "first");
        await RaiseAsync(host, id, "10", "second");
        await RaiseAsync(host, id, "100", "third");

        Assert.Equal(111, (await host.EndAsync(id)).ReadOutputAs<int>());
    }

    Task<EngineHost> StartAsync(bool replayed) => EngineHost.StartAsync(
        postgres,
        tasks => tasks
            .AddOrchestratorFunc("Three", async context =>
            {
                var first = await context.WaitForExternalEvent<string>("E");
                var second = await context.WaitForExternalEvent<string>("E");
                return $"{first} {second} {await context.WaitForExternalEvent<string>("E")}";
            })
            .AddOrchestratorFunc<int, int>("Counter", async (context, count) =>
            {
                count += int.Parse(await context.WaitForExternalEvent<string>("E"), System.Globalization.CultureInfo.InvariantCulture);
                if (count < 100)
                    context.ContinueAsNew(count);
                return count;
            }),
        replayed);

    static Task RaiseAsync(EngineHost host, string id, string payload, string name) => ((EngineClient)host.Client).RaiseEventAsync(id, "E", payload, name, Ct);

    static async Task<Microsoft.DurableTask.Client.OrchestrationMetadata> EndAfterAsync(EngineHost host, string id)
    {
        await RaiseAsync(host, id, "last", "last");
        return await host.EndAsync(id);
    }
}
