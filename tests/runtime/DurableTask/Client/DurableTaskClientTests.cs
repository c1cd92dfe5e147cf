using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.DurableTask.Tests.Client;

public sealed class DurableTaskClientTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    readonly FakeClient client = new("fake");

    [Fact]
    public async Task Options_are_never_taken_for_the_input_of_a_new_instance()
    {
        var options = new StartOrchestrationOptions("run-1");

        await client.ScheduleNewOrchestrationInstanceAsync("a", Ct);
        await client.ScheduleNewOrchestrationInstanceAsync("b", options, Ct);
        await client.ScheduleNewOrchestrationInstanceAsync("c", 7, Ct);

        Assert.Equal([["a", null, null, Ct], ["b", null, options, Ct], ["c", 7, null, Ct]], client.Calls);
    }

    [Fact]
    public async Task Terminating_tells_an_output_from_options()
    {
        var options = new TerminateInstanceOptions("late", Recursive: true);

        await client.TerminateInstanceAsync("i", Ct);
        await client.TerminateInstanceAsync("i", options, Ct);
        await client.TerminateInstanceAsync("i", (object)"why", Ct);
        await client.TerminateInstanceAsync("i", (object?)null, Ct);

        Assert.Equal([["i", null, Ct], ["i", options, Ct], ["i", new TerminateInstanceOptions("why"), Ct], ["i", null, Ct]], client.Calls);
    }

    [Fact]
    public async Task A_token_alone_leaves_the_rest_at_its_default()
    {
        await client.RaiseEventAsync("i", "e", Ct);
        await client.WaitForInstanceStartAsync("i", Ct);
        await client.WaitForInstanceCompletionAsync("i", Ct);
        await client.SuspendInstanceAsync("i", Ct);
        await client.ResumeInstanceAsync("i", Ct);
        await client.GetInstanceAsync("i", Ct);

        Assert.Equal(
            [
                ["i", "e", null, Ct], ["start", "i", false, Ct], ["completion", "i", false, Ct],
                ["suspend", "i", null, Ct], ["resume", "i", null, Ct], ["get", "i", false, Ct],
            ],
            client.Calls);
    }

    [Fact]
    public async Task Purging_by_what_a_filter_holds_makes_the_filter()
    {
        var from = DateTimeOffset.UnixEpoch;
        OrchestrationRuntimeStatus[] failed = [OrchestrationRuntimeStatus.Failed];
        var recursive = new PurgeInstanceOptions(Recursive: true);

        await client.PurgeInstancesAsync(from, null, Ct);
        await client.PurgeInstancesAsync(from, null, recursive, Ct);
        await client.PurgeInstancesAsync(from, null, failed, Ct);
        await client.PurgeInstancesAsync(from, null, failed, recursive, Ct);
        await client.PurgeAllInstancesAsync(new(from), Ct);

        Assert.Equal(
            [
                [new PurgeInstancesFilter(from), null, Ct], [new PurgeInstancesFilter(from), recursive, Ct],
                [new PurgeInstancesFilter(from, null, failed), null, Ct], [new PurgeInstancesFilter(from, null, failed), recursive, Ct],
                [new PurgeInstancesFilter(from), null, Ct],
            ],
            client.Calls);
    }

    [Fact]
    public async Task What_a_client_does_not_implement_is_not_supported()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => client.PurgeInstanceAsync("i", Ct));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.RestartAsync("i", cancellation: Ct));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.RewindInstanceAsync("i", "why", Ct));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.ListInstanceIdsAsync(cancellation: Ct));
        Assert.Contains("FakeClient", Assert.Throws<NotSupportedException>(() => client.Entities).Message);
    }
}
