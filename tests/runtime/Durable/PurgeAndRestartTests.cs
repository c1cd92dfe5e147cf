using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Asan.Runtime.Durable.Tests;

public sealed class PurgeAndRestartTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task Purging_an_ended_instance_leaves_nothing_of_it(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = (await host.RunAsync("Echo", "x")).InstanceId;

        var purged = await host.Client.PurgeInstanceAsync(id, Ct);

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Null(await host.FindAsync(id));
        Assert.Equal(0, await host.CountAsync("history"));
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync(id, Ct)).PurgedInstanceCount);
    }

    [Theory, StickyAndReplayed]
    public async Task An_instance_that_has_not_ended_is_not_purged(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Wait");

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.PurgeInstanceAsync(id, Ct));
        Assert.Equal(0, (await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Ct)).PurgedInstanceCount);
        Assert.NotNull(await host.FindAsync(id));
    }

    [Theory, StickyAndReplayed]
    public async Task A_filter_purges_what_it_means_and_nothing_else(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await using var other = await StartAsync(replayed);
        await host.RunAsync("Echo", "1", new StartOrchestrationOptions("old"));
        var later = (await host.RunAsync("Echo", "2", new StartOrchestrationOptions("new"))).CreatedAt;
        await host.RunAsync("Throw", null, new StartOrchestrationOptions("failed"));
        await other.RunAsync("Echo", "elsewhere", new StartOrchestrationOptions("elsewhere"));

        var completed = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(later, null, [Status.Completed]), Ct);

        Assert.Equal(1, completed.PurgedInstanceCount);
        Assert.True(completed.IsComplete);
        Assert.Null(await host.FindAsync("new"));
        Assert.NotNull(await host.FindAsync("old"));
        Assert.Equal(2, (await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Ct)).PurgedInstanceCount);
        Assert.Equal(0, await host.CountAsync("instances"));
        Assert.NotNull(await other.FindAsync("elsewhere"));
    }

    [Theory, StickyAndReplayed]
    public async Task A_purge_of_more_than_a_thousand_that_runs_out_of_time_says_that_there_is_more(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await using var db = Npgsql.NpgsqlDataSource.Create(host.Options.ConnectionString);
        await using var command = db.CreateCommand("""
            INSERT INTO durable.instances (task_hub, instance_id, name, status, created_ticks, updated_ticks, completed_ticks)
            SELECT $1, n::text, 'Old', 1, n, n, n FROM generate_series(1, 2500) n
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = host.Options.TaskHub });
        await command.ExecuteNonQueryAsync(Ct);

        var part = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero }, Ct);
        var rest = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Ct);

        Assert.False(part.IsComplete);
        Assert.InRange(part.PurgedInstanceCount, 1, 2_499);
        Assert.True(rest.IsComplete);
        Assert.Equal(2_500, part.PurgedInstanceCount + rest.PurgedInstanceCount);
    }

    [Theory, StickyAndReplayed]
    public async Task Restarting_runs_the_same_input_and_tags_again_under_the_same_id_or_a_new_one(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.RunAsync("Echo", "again", new StartOrchestrationOptions("one") { Tags = new Dictionary<string, string> { ["k"] = "v" } });

        var same = await host.Client.RestartAsync("one", cancellation: Ct);
        var sameEnded = await host.EndAsync(same);
        var other = await host.Client.RestartAsync("one", restartWithNewInstanceId: true, Ct);
        var otherEnded = await host.EndAsync(other);

        Assert.Equal("one", same);
        Assert.NotEqual("one", other);
        Assert.Equal(("again", "again"), (sameEnded.ReadOutputAs<string>(), otherEnded.ReadOutputAs<string>()));
        Assert.Equal(("v", "v"), (sameEnded.Tags["k"], otherEnded.Tags["k"]));
    }

    [Theory, StickyAndReplayed]
    public async Task Restarting_begins_anew_whatever_the_end_was_and_under_the_version_it_had(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        await host.RunAsync("Throw", null, new StartOrchestrationOptions("failed"));
        await host.BeginAsync("Version", "x", new StartOrchestrationOptions("versioned") { Version = new TaskVersion("2.1") });
        await host.StartedAsync("versioned");
        await host.TerminateAsync("versioned");
        await host.EndAsync("versioned");

        Assert.Equal("failed", await host.Client.RestartAsync("failed", cancellation: Ct));
        Assert.Equal(Status.Failed, (await host.EndAsync("failed")).RuntimeStatus);
        await host.Client.RestartAsync("versioned", cancellation: Ct);
        await host.RaiseAsync("versioned", "End");

        Assert.Equal("2.1 x", (await host.EndAsync("versioned")).ReadOutputAs<string>());
        Assert.DoesNotContain(await host.HistoryAsync("versioned"), e => e.Kind == History.EventKind.ExecutionTerminated);
    }

    [Theory, StickyAndReplayed]
    public async Task What_runs_or_never_was_is_not_restarted_in_its_place(bool replayed)
    {
        await using var host = await StartAsync(replayed);
        var id = await host.BeginAsync("Wait");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.Client.RestartAsync(id, cancellation: Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RestartAsync("nobody", cancellation: Ct));
    }

    Task<EngineHost> StartAsync(bool replayed) => EngineHost.StartAsync(postgres, tasks => tasks
        .AddOrchestratorFunc<string, string>("Echo", (context, input) => context.CallActivityAsync<string>("Echo", input))
        .AddActivityFunc<string, string>("Echo", (_, input) => input)
        .AddOrchestratorFunc("Throw", _ => throw new InvalidOperationException("no"))
        .AddOrchestratorFunc<string, string>("Version", async (context, input) =>
        {
            await context.WaitForExternalEvent<string>("End");
            return $"{context.Version} {input}";
        })
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("End")), replayed);
}
