using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Asan.Runtime.Durable.Tests;

public sealed class IdReuseTests(Postgres postgres)
{
    static readonly StartOrchestrationOptions Same = new("same");

    public static MatrixTheoryData<Status, bool> EveryStatus { get; } = new(
        [Status.Completed, Status.Failed, Status.Terminated, Status.Pending, Status.Running, Status.Suspended], [false, true]);

    [Theory, StickyAndReplayed]
    public async Task An_ended_instance_is_replaced_with_all_it_had(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        foreach (var first in (string[])["Return", "Throw"])
        {
            await host.RunAsync(first, "first", Same with { Tags = new Dictionary<string, string> { ["first"] = "1" } });
            await host.BeginAsync("Wait", "second", Same);
            var found = await host.StartedAsync("same");

            Assert.Equal("Wait", found.Name);
            Assert.Equal(Status.Running, found.RuntimeStatus);
            Assert.Equal("second", found.ReadInputAs<string>());
            Assert.Null(found.SerializedOutput);
            Assert.Null(found.SerializedCustomStatus);
            Assert.Null(found.FailureDetails);
            Assert.Empty(found.Tags);
            Assert.Equal("ExecutionStarted#0", await host.ShapeAsync("same"));
            await host.TerminateAsync("same");
            await host.EndAsync("same");
        }
    }

    [Theory, StickyAndReplayed]
    public async Task By_default_an_instance_that_has_not_ended_is_in_the_way(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        foreach (var status in (Status[])[Status.Pending, Status.Running, Status.Suspended])
        {
            await BringToAsync(host, status);

            var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.BeginAsync("Return", null, Same));
            Assert.Equal("same", refused.InstanceId);
            Assert.Equal(status, (await host.FindAsync("same"))!.RuntimeStatus);
            await host.TerminateAsync("same");
            await host.EndAsync("same");
        }
    }

    [Theory, MemberData(nameof(EveryStatus))]
    public async Task A_status_among_those_to_keep_is_kept(Status status, bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await BringToAsync(host, status);
        Status[] kept = status == Status.Terminated ? [Status.Terminated, Status.Pending, Status.Running, Status.Suspended] : [status];

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.BeginAsync("Return", null, Same.WithDedupeStatuses(kept)));

        Assert.Equal(status, (await host.FindAsync("same"))!.RuntimeStatus);
    }

    [Theory, MemberData(nameof(EveryStatus))]
    public async Task A_status_that_is_not_among_those_to_keep_is_replaced_and_what_runs_is_ended_first(Status status, bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await BringToAsync(host, status);
        var others = Enum.GetValues<Status>().Intersect(StartOrchestrationOptionsExtensions.ValidDedupeStatuses).Where(s => s != status && s != Status.Terminated);

        await host.BeginAsync("Return", "anew", Same.WithDedupeStatuses([.. others]));

        Assert.Equal("anew", (await host.EndAsync("same")).ReadOutputAs<string>());
        Assert.Equal(1, await host.CountAsync("instances"));
    }

    [Theory, StickyAndReplayed]
    public async Task Without_statuses_to_keep_anything_is_replaced(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await BringToAsync(host, Status.Running);

        await host.BeginAsync("Return", "anew", Same.WithDedupeStatuses());

        Assert.Equal("anew", (await host.EndAsync("same")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Terminated_cannot_be_kept_while_what_runs_may_be_replaced(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        await Assert.ThrowsAsync<ArgumentException>(() => host.BeginAsync("Return", null, Same.WithDedupeStatuses(Status.Terminated)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => host.BeginAsync("Return", null, Same.WithDedupeStatuses(Status.Terminated, Status.Running, Status.Pending)));
        Assert.Null(await host.FindAsync("same"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_status_nobody_knows_is_refused(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        await Assert.ThrowsAsync<ArgumentException>(() => host.BeginAsync("Return", null, Same with { DedupeStatuses = ["Finished"] }));
    }

    [Theory, StickyAndReplayed]
    public async Task Of_many_who_start_one_id_at_once_one_does(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await host.BeginAsync("Wait", $"{i}", Same);
                return i;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return -1;
            }
        }));

        var started = Assert.Single(starts, i => i >= 0);
        Assert.Equal($"{started}", (await host.StartedAsync("same")).ReadInputAs<string>());
    }

    [Theory]
    [InlineData("it's \"quoted\"; DROP TABLE durable.instances; --")]
    [InlineData("%_\\/?#한글 🏥")]
    [InlineData(" ")]
    public async Task Any_character_may_stand_in_an_id(string id)
    {
        await using var host = await StartAsync(false);

        await host.RunAsync("Return", "found", new StartOrchestrationOptions(id));

        Assert.Equal("found", (await host.FindAsync(id))!.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task An_id_the_database_cannot_hold_is_refused(bool replayed)
    {
        await using var host = await StartAsync(replayed);

        await Assert.ThrowsAsync<ArgumentException>(() => host.BeginAsync("Return", null, new StartOrchestrationOptions("a\0b")));
        await Assert.ThrowsAsync<ArgumentException>(() => host.BeginAsync("Return", null, new StartOrchestrationOptions(new string('x', 1_001))));
    }

    Task<EngineHost> StartAsync(bool replayed) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc<string, string>("Return", (context, input) =>
        {
            context.SetCustomStatus("set");
            return Task.FromResult(input);
        })
        .AddOrchestratorFunc("Throw", _ => throw new InvalidOperationException("no"))
        .AddOrchestratorFunc<string, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("never")), replayed);

    static async Task BringToAsync(EngineHost host, Status status)
    {
        var startAt = status == Status.Pending ? DateTimeOffset.UtcNow.AddHours(1) : default(DateTimeOffset?);
        var name = status switch { Status.Completed => "Return", Status.Failed => "Throw", _ => "Wait" };
        await host.BeginAsync(name, "before", Same with { StartAt = startAt });

        if (status is Status.Running or Status.Suspended or Status.Terminated)
            await host.StartedAsync("same");
        if (status == Status.Suspended)
            await host.SuspendAsync("same");
        if (status == Status.Terminated)
            await host.TerminateAsync("same");

        await host.UntilAsync("same", found => found.RuntimeStatus == status);
    }
}
