using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Runs;
using Asan.Workflows.Postgres;

namespace Asan.Tests.Etl;

public sealed class RunTests(Postgres postgres) : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly RunStart Start = new("a", "synthea", "hospital", null, "key-1");

    EtlDatabase db = null!;
    RunStore store = null!;
    RunLog log = null!;
    RunReader reader = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        db = await EtlDatabase.CreateAsync(postgres);
        (store, log, reader) = (new(db.Source), new(db.Source), new(db.Source));
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    [Fact]
    public async Task The_same_key_and_request_is_the_same_run_for_ever()
    {
        await store.TakeAsync(Start, Ct);
        Assert.Equal(new RunStarted.Taken("a"), await store.TakeAsync(Start with { Id = "b" }, Ct));

        await log.EndAsync("a", Noon, null, Ct);

        Assert.Equal(new RunStarted.Taken("a"), await store.TakeAsync(Start with { Id = "c" }, Ct));
    }

    [Fact]
    public async Task A_key_with_another_request_is_refused()
    {
        await store.TakeAsync(Start, Ct);

        Assert.Equal(new RunStarted.KeyReused("a"), await store.TakeAsync(Start with { Id = "b", Vocabulary = "athena" }, Ct));
    }

    [Fact]
    public async Task One_load_at_a_time()
    {
        await store.TakeAsync(Start with { IdempotencyKey = null }, Ct);
        Assert.Equal(new RunStarted.Busy("a"), await store.TakeAsync(Start with { Id = "b", IdempotencyKey = null }, Ct));

        await log.EndAsync("a", Noon, "broken", Ct);

        Assert.Equal(new RunStarted.Taken("b"), await store.TakeAsync(Start with { Id = "b", IdempotencyKey = null }, Ct));
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_is_taken()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => store.TakeAsync(Start with { Id = $"r{i}", IdempotencyKey = null }, Ct)));

        var taken = Assert.Single(started.OfType<RunStarted.Taken>());
        Assert.All(started.OfType<RunStarted.Busy>(), busy => Assert.Equal(taken.Id, busy.Id));
    }

    [Fact]
    public async Task A_run_is_read_as_it_was_written_and_writing_twice_changes_nothing()
    {
        await store.TakeAsync(Start, Ct);
        for (var i = 0; i < 2; i++)
        {
            await log.BeginAsync("a", 1, LoadCdm.Steps, Noon, Ct);
            await log.StepAsync(new("a", 1, 1, RunStatus.Running, Noon), Ct);
            await log.StepAsync(new("a", 1, 1, RunStatus.Succeeded, Noon.AddSeconds(1.5), new([new("patients", 10, 8, 2), new("encounters", 5, 5, 0)], ["payers.csv is absent"])), Ct);
            await log.StepAsync(new("a", 1, 2, RunStatus.Running, Noon.AddSeconds(2)), Ct);
        }

        var run = (await reader.FindAsync("a", Ct))!;

        Assert.Equal((RunStatus.Running, 2L, null), (run.Status, run.Rejected, run.Error));
        Assert.Equal(["payers.csv is absent"], run.Steps[0].Notices);
        Assert.Equal(LoadCdm.Steps, run.Steps.Select(step => step.Name));
        Assert.Equal((1, RunStatus.Succeeded, 1.5), (run.Steps[0].Number, run.Steps[0].Status, run.Steps[0].Seconds));
        Assert.Equal([new("patients", 10, 8, 2), new("encounters", 5, 5, 0)], run.Steps[0].Tables);
        Assert.Equal((RunStatus.NotStarted, null), (run.Steps[2].Status, run.Steps[2].StartedAt));
        Assert.True(run.Steps[1].Seconds > 0);
    }

    [Fact]
    public async Task What_comes_late_does_not_turn_a_step_back()
    {
        await store.TakeAsync(Start, Ct);
        await log.BeginAsync("a", 1, LoadCdm.Steps, Noon, Ct);
        await log.StepAsync(new("a", 1, 1, RunStatus.Running, Noon), Ct);
        await log.StepAsync(new("a", 1, 1, RunStatus.Succeeded, Noon.AddSeconds(1), new([new("patients", 1, 1, 0)])), Ct);
        var before = await reader.FindAsync("a", Ct);

        await log.BeginAsync("a", 1, LoadCdm.Steps, Noon.AddSeconds(9), Ct);
        await log.StepAsync(new("a", 1, 1, RunStatus.Running, Noon.AddSeconds(9)), Ct);
        await log.StepAsync(new("a", 1, 1, RunStatus.Failed, Noon.AddSeconds(9)), Ct);

        Assert.Equivalent(before, await reader.FindAsync("a", Ct), strict: true);
    }

    [Fact]
    public async Task Another_build_begins_with_all_steps_and_hears_nothing_of_the_one_before()
    {
        await store.TakeAsync(Start, Ct);
        await log.BeginAsync("a", 1, LoadCdm.Steps, Noon, Ct);
        await log.StepAsync(new("a", 1, 1, RunStatus.Running, Noon), Ct);

        await log.BeginAsync("a", 2, LoadCdm.Steps, Noon.AddSeconds(9), Ct);
        await log.StepAsync(new("a", 1, 1, RunStatus.Succeeded, Noon.AddSeconds(10), new([])), Ct);

        var run = (await reader.FindAsync("a", Ct))!;
        Assert.Equal(Noon, run.StartedAt);
        Assert.All(run.Steps, step => Assert.Equal(RunStatus.NotStarted, step.Status));
    }

    [Fact]
    public async Task A_run_that_was_given_up_stays_failed_whatever_comes_late()
    {
        await store.TakeAsync(Start, Ct);
        Assert.True(await store.GiveUpAsync("a", "terminated", Ct));

        await log.BeginAsync("a", 1, LoadCdm.Steps, Noon, Ct);
        await log.EndAsync("a", Noon, null, Ct);

        Assert.False(await store.GiveUpAsync("a", "again", Ct));
        Assert.Equal((RunStatus.Failed, "terminated"), ((await reader.FindAsync("a", Ct))!.Status, (await reader.FindAsync("a", Ct))!.Error));
    }

    [Fact]
    public async Task Pages_hold_every_run_once_the_newest_first()
    {
        for (var i = 0; i < 5; i++)
        {
            await store.TakeAsync(new($"r{i}", "synthea", "hospital", null, null), Ct);
            await log.EndAsync($"r{i}", Noon, null, Ct);
        }

        var seen = new List<string>();
        long? next = null;
        do
        {
            var page = await reader.ListAsync(next, 2, Ct);
            seen.AddRange(page.Value.Select(run => run.Id));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(["r4", "r3", "r2", "r1", "r0"], seen);
    }

    [Fact]
    public async Task Rejects_are_paged_in_the_order_they_were_found()
    {
        await store.TakeAsync(Start, Ct);
        await db.Source.ExecuteAsync("""
            INSERT INTO staging.reject (run_id, file, line, column_name, reason)
            SELECT 'a', 'conditions', line, NULL, 'bad'
            FROM generate_series(2, 6) AS line
            """, [], Ct);

        var first = (await reader.RejectsAsync("a", null, 3, Ct))!;
        var second = (await reader.RejectsAsync("a", first.Next, 3, Ct))!;

        Assert.Equal([2, 3, 4, 5, 6], first.Value.Concat(second.Value).Select(reject => reject.Line));
        Assert.Null(second.Next);
        Assert.Null(await reader.RejectsAsync("b", null, 3, Ct));
    }
}
