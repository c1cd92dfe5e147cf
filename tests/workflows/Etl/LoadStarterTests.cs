using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Runs;
using Asan.Workflows.Postgres;
using Microsoft.DurableTask.Client;

namespace Asan.Tests.Etl;

public sealed class LoadStarterTests(Postgres postgres) : IAsyncLifetime
{
    static readonly RunStart Start = new("a", "synthea", "hospital", "athena.zip", "key-1");

    readonly FakeClient client = new();
    EtlDatabase db = null!;
    LoadStarter starter = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        db = await EtlDatabase.CreateAsync(postgres);
        starter = new(new RunStore(db.Source));
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    [Fact]
    public async Task A_run_and_its_orchestration_have_one_id()
    {
        Assert.Equal(new RunStarted.Taken("a"), await starter.StartAsync(client, Start, Ct));

        Assert.Equal(("a", (object?)new LoadRequest("a", "synthea", "hospital", "athena.zip")), Assert.Single(client.Scheduled));
    }

    [Fact]
    public async Task Sent_again_the_same_run_is_answered_and_nothing_started()
    {
        await starter.StartAsync(client, Start, Ct);

        Assert.Equal(new RunStarted.Taken("a"), await starter.StartAsync(client, Start with { Id = "b" }, Ct));

        Assert.Single(client.Scheduled);
    }

    [Fact]
    public async Task A_crash_between_row_and_orchestration_is_mended_when_the_key_comes_again()
    {
        client.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => starter.StartAsync(client, Start, Ct));

        client.Fails = false;
        await starter.StartAsync(client, Start with { Id = "b" }, Ct);

        Assert.Equal("a", Assert.Single(client.Scheduled).Id);
    }

    [Fact]
    public async Task A_start_that_is_under_way_is_left_alone()
    {
        client.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => starter.StartAsync(client, Start, Ct));

        client.Fails = false;
        Assert.Equal(new RunStarted.Busy("a"), await starter.StartAsync(client, Start with { Id = "b", IdempotencyKey = "key-2" }, Ct));
    }

    [Fact]
    public async Task A_run_that_was_never_started_does_not_stand_in_the_way_for_ever()
    {
        client.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => starter.StartAsync(client, Start, Ct));
        await db.Source.ExecuteAsync("UPDATE staging.etl_run SET created_at = now() - interval '2 minutes'", [], Ct);

        client.Fails = false;
        Assert.Equal(new RunStarted.Taken("b"), await starter.StartAsync(client, Start with { Id = "b", IdempotencyKey = "key-2" }, Ct));
        Assert.Equal(["a|Failed", "b|NotStarted"], await db.RowsAsync("SELECT id, status FROM staging.etl_run ORDER BY id"));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    public async Task A_run_whose_orchestration_was_ended_by_others_does_not_stand_in_the_way(OrchestrationRuntimeStatus status)
    {
        await starter.StartAsync(client, Start, Ct);
        client.Instances["a"] = status;

        Assert.Equal(new RunStarted.Taken("b"), await starter.StartAsync(client, Start with { Id = "b", IdempotencyKey = null }, Ct));
        Assert.Equal([$"The load's orchestration ended as {status} before it could say so."], await db.RowsAsync("SELECT error FROM staging.etl_run WHERE id = 'a'"));
    }

    [Fact]
    public async Task A_running_load_stands_in_the_way()
    {
        await starter.StartAsync(client, Start, Ct);
        client.Instances["a"] = OrchestrationRuntimeStatus.Running;

        Assert.Equal(new RunStarted.Busy("a"), await starter.StartAsync(client, Start with { Id = "b", IdempotencyKey = null }, Ct));
        Assert.False(await starter.SettleAsync(client, "a", Ct));
    }
}
