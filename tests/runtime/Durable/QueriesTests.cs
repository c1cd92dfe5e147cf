using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Asan.Runtime.Durable.Tests;

public sealed class QueriesTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task An_instance_shows_its_input_output_status_tags_and_times(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);

        await host.RunAsync("Return", "in", new StartOrchestrationOptions("one") { Tags = new Dictionary<string, string> { ["ward"] = "7" } });
        var found = await host.FindAsync("one");

        Assert.Equal(("Return", "one", Status.Completed), (found!.Name, found.InstanceId, found.RuntimeStatus));
        Assert.Equal(("in", "out of in", "set"), (found.ReadInputAs<string>(), found.ReadOutputAs<string>(), found.ReadCustomStatusAs<string>()));
        Assert.Equal("7", found.Tags["ward"]);
        Assert.InRange(found.CreatedAt, before, DateTimeOffset.UtcNow.AddSeconds(5));
        Assert.True(found.LastUpdatedAt >= found.CreatedAt);
        Assert.True(found.IsCompleted);
    }

    [Theory, StickyAndReplayed]
    public async Task Payloads_come_only_when_asked_for(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        await host.RunAsync("Return", "in", new StartOrchestrationOptions("one"));
        var found = await host.Client.GetInstancesAsync("one", getInputsAndOutputs: false, Ct);

        Assert.Null(found!.SerializedInput ?? found.SerializedOutput ?? found.SerializedCustomStatus);
        Assert.Throws<InvalidOperationException>(() => found.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_that_never_was_is_null(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        Assert.Null(await host.FindAsync("nobody"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_query_filters_by_status_prefix_and_time(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.RunAsync("Return", "1", new StartOrchestrationOptions("a-1"));
        await host.RunAsync("Throw", null, new StartOrchestrationOptions("a-2"));
        var between = (await host.RunAsync("Return", "3", new StartOrchestrationOptions("b_3"))).CreatedAt;
        await host.BeginAsync("Wait", null, new StartOrchestrationOptions("bx4"));
        await host.StartedAsync("bx4");

        Assert.Equal(["a-1", "a-2", "b_3", "bx4"], await IdsAsync(host, new()));
        Assert.Equal(["a-2", "bx4"], await IdsAsync(host, new(Statuses: [Status.Failed, Status.Running])));
        Assert.Equal(["a-1", "a-2"], await IdsAsync(host, new(InstanceIdPrefix: "a-")));
        Assert.Equal(["b_3"], await IdsAsync(host, new(InstanceIdPrefix: "b_")));
        Assert.Equal(["b_3", "bx4"], await IdsAsync(host, new(CreatedFrom: between)));
        Assert.Equal(["a-1", "a-2", "b_3"], await IdsAsync(host, new(CreatedTo: between)));
        Assert.Equal(["b_3"], await IdsAsync(host, new(CreatedFrom: between, Statuses: [Status.Completed])));
        Assert.Empty(await IdsAsync(host, new(InstanceIdPrefix: "A-")));
    }

    [Theory, StickyAndReplayed]
    public async Task Pages_hold_every_instance_once_and_the_last_has_no_token(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        for (var i = 0; i < 7; i++)
            await host.RunAsync("Return", "x", new StartOrchestrationOptions($"{i}"));

        var pages = await ReadAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3, FetchInputsAndOutputs: true)).AsPages());
        var rest = await ReadAsync(host.Client.GetAllInstancesAsync().AsPages(pages[0].ContinuationToken, 2));

        Assert.Equal(["012", "345", "6"], pages.Select(Ids));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal("out of x", pages[0].Values[0].ReadOutputAs<string>());
        Assert.Equal(["34", "56"], rest.Select(Ids).Where(ids => ids.Length > 0));
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(host.Client.GetAllInstancesAsync().AsPages("not a token")));

        static string Ids(Page<OrchestrationMetadata> page) => string.Concat(page.Values.Select(found => found.InstanceId));
    }

    [Theory, StickyAndReplayed]
    public async Task An_empty_hub_gives_one_empty_page_without_a_token(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        var page = Assert.Single(await ReadAsync(host.Client.GetAllInstancesAsync().AsPages()));

        var ids = await host.Client.ListInstanceIdsAsync(cancellation: Ct);

        Assert.Equal((0, 0), (page.Values.Count, ids.Values.Count));
        Assert.Null(page.ContinuationToken ?? ids.ContinuationToken);
    }

    [Theory, StickyAndReplayed]
    public async Task Ids_of_ended_instances_are_listed_by_when_they_ended(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.RunAsync("Return", "1", new StartOrchestrationOptions("first"));
        var second = await host.RunAsync("Return", "2", new StartOrchestrationOptions("second"));
        await host.BeginAsync("Wait", null, new StartOrchestrationOptions("third"));

        var all = await host.Client.ListInstanceIdsAsync([Status.Completed], pageSize: 1, cancellation: Ct);
        var next = await host.Client.ListInstanceIdsAsync([Status.Completed], pageSize: 1, lastInstanceKey: all.ContinuationToken, cancellation: Ct);
        var late = await host.Client.ListInstanceIdsAsync(completedTimeFrom: second.LastUpdatedAt, cancellation: Ct);
        var early = await host.Client.ListInstanceIdsAsync(completedTimeTo: second.LastUpdatedAt.AddTicks(-1), cancellation: Ct);

        Assert.Equal(["first", "second"], [.. all.Values, .. next.Values]);
        Assert.Equal(["second"], late.Values);
        Assert.Equal(["first"], early.Values);
    }

    [Theory, StickyAndReplayed]
    public async Task Hubs_of_one_database_do_not_see_each_other(bool replayed)
    {
        await using var one = await StartAsync(replayed);
        await using var other = await StartAsync(replayed);

        await one.RunAsync("Return", "one's", new StartOrchestrationOptions("same"));
        await other.RunAsync("Return", "other's", new StartOrchestrationOptions("same"));

        Assert.Equal("one's", (await one.FindAsync("same"))!.ReadInputAs<string>());
        Assert.Equal("other's", Assert.Single(await ReadAsync(other.Client.GetAllInstancesAsync(new(FetchInputsAndOutputs: true)).AsPages())).Values[0].ReadInputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Waiting_for_a_start_ends_with_it_and_waiting_can_be_cancelled(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        using var impatient = new CancellationTokenSource();

        var id = await host.BeginAsync("Wait", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddMilliseconds(300)));
        var start = host.StartedAsync(id);
        Assert.Equal(Status.Pending, (await host.FindAsync(id))!.RuntimeStatus);
        Assert.Equal(Status.Running, (await start).RuntimeStatus);

        var end = host.Client.WaitForInstanceCompletionAsync(id, impatient.Token);
        impatient.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
    }

    [Theory, StickyAndReplayed]
    public async Task Waiting_for_a_start_that_does_not_come_ends_when_its_time_is_up(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Wait", null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddHours(1)));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.WaitForInstanceStartAsync(id, patience.Token));

        Assert.Equal(Status.Pending, (await host.FindAsync(id))!.RuntimeStatus);
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.WaitForInstanceStartAsync("nobody", Ct));
    }

    [Theory, StickyAndReplayed]
    public async Task Many_wait_for_one_instance_and_all_see_its_end(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Wait");

        var waits = Enumerable.Range(0, 10).Select(_ => host.EndAsync(id)).ToArray();
        await host.RaiseAsync(id, "End", "seen");

        Assert.All(await Task.WhenAll(waits), ended => Assert.Equal("seen", ended.ReadOutputAs<string>()));
    }

    [Theory, StickyAndReplayed]
    public async Task The_last_custom_status_of_a_turn_is_shown_and_null_clears_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Say", async context =>
            {
                context.SetCustomStatus("first");
                context.SetCustomStatus(new[] { 1, 2 });
                await context.WaitForExternalEvent<object>("next");
                context.SetCustomStatus(null);
            }), replayed);

        var id = await host.BeginAsync("Say");
        var started = await host.StartedAsync(id);
        Assert.Equal([1, 2], started.ReadCustomStatusAs<int[]>()!);
        await host.RaiseAsync(id, "next");

        Assert.Null((await host.EndAsync(id)).SerializedCustomStatus);
    }

    Task<EngineHost> StartAsync(bool replayed) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc<string, string>("Return", (context, input) =>
        {
            context.SetCustomStatus("set");
            return Task.FromResult($"out of {input}");
        })
        .AddOrchestratorFunc("Throw", _ => throw new InvalidOperationException("no"))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("End")), replayed);

    static async Task<string[]> IdsAsync(EngineHost host, OrchestrationQuery query) =>
        [.. (await ReadAsync(host.Client.GetAllInstancesAsync(query).AsPages())).SelectMany(page => page.Values).Select(found => found.InstanceId)];

    static async Task<List<Page<OrchestrationMetadata>>> ReadAsync(IAsyncEnumerable<Page<OrchestrationMetadata>> pages)
    {
        var read = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in pages.WithCancellation(Ct))
            read.Add(page);
        return read;
    }
}
