using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Asan.Tests;

namespace Asan.Runtime.Durable.Tests;

/// <summary>The fence straight at the stores: who holds an instance or an activity writes, and nobody else.</summary>
public sealed class LeasesTests(Postgres postgres) : IAsyncLifetime
{
    StoreBench bench = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bench = await StoreBench.OpenAsync(postgres);

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_instance_is_held_by_one_worker_until_its_lease_runs_out()
    {
        var key = await bench.StartAsync("one");
        var (first, second) = (bench.Worker(), bench.Worker());

        var held = await first.ClaimAsync(key);
        Assert.NotNull(held);
        Assert.Null(await second.ClaimAsync(key));

        await bench.ExpireAsync(key);
        var taken = await second.ClaimAsync(key);

        Assert.Equal(held.Epoch + 1, taken!.Epoch);
        Assert.Null(await first.ClaimAsync(key));
        Assert.Equal(second.Identity.Owner, await bench.OwnerAsync(key));
    }

    [Fact]
    public async Task Of_many_workers_that_claim_at_once_each_instance_goes_to_one()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => bench.StartAsync($"many {i}")));

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.Worker().Leases.ClaimAsync(keys, Ct)));
        var rest = await bench.Worker().Leases.ClaimAsync(keys, Ct);

        var claimed = claims.SelectMany(claim => claim).Select(claim => claim.Identity.Key).ToArray();
        Assert.Equal(claimed.Distinct().Count(), claimed.Length);
        Assert.Equal(keys.Order(), claimed.Concat(rest.Select(claim => claim.Identity.Key)).Order());
    }

    [Fact]
    public async Task A_renewed_lease_is_not_taken_and_only_its_holder_renews_or_gives_it_back()
    {
        var key = await bench.StartAsync("renewed");
        var (first, second) = (bench.Worker(), bench.Worker());
        await first.ClaimAsync(key);

        await bench.ExpireAsync(key);
        await second.Leases.RenewAsync([key], Ct);
        await second.Leases.ReleaseAsync([key], Ct);
        Assert.Equal(first.Identity.Owner, await bench.OwnerAsync(key));

        await first.Leases.RenewAsync([key], Ct);
        Assert.Null(await second.ClaimAsync(key));
        await first.Leases.ReleaseAsync([key], Ct);
        Assert.NotNull(await second.ClaimAsync(key));
    }

    [Fact]
    public async Task What_a_worker_was_handed_it_does_not_take_from_itself_before_a_renewal_was_missed()
    {
        var worker = bench.Worker();
        var start = new NewInstance("handed over", "Orchestrate", null, null, null, DateTime.UtcNow.Ticks, null);
        var handedOver = (await worker.Instances.StartAsync(start, [], mine: true, Ct))!.Instance;

        Assert.Null(await worker.ClaimAsync(handedOver.Identity.Key));

        await bench.RunDownLeaseAsync(handedOver.Identity.Key, bench.Options.Lease * 0.4);
        Assert.Null(await bench.Worker().ClaimAsync(handedOver.Identity.Key));
        Assert.Equal(handedOver.Epoch + 1, (await worker.ClaimAsync(handedOver.Identity.Key))!.Epoch);
    }

    [Theory]
    [InlineData("epoch")]
    [InlineData("turn before")]
    [InlineData("turn after")]
    [InlineData("owner")]
    public async Task A_stale_turn_writes_nothing_and_is_lost_while_its_batch_mates_commit(string stale)
    {
        var worker = bench.Worker();
        var keys = new[] { await bench.StartAsync($"mate {stale}"), await bench.StartAsync($"stale {stale}"), await bench.StartAsync($"other {stale}") };
        var claims = (await worker.Leases.ClaimAsync(keys, Ct)).OrderBy(claim => claim.Identity.Key).ToArray();
        await worker.CommitAsync([.. claims.Select(claim => StoreWorker.Turn(claim))]);
        claims = [.. claims.Select(claim => claim with { Turn = 1 })];

        var lost = StoreWorker.Turn(claims[1], StoreWorker.Call(1), StoreWorker.Timer(2), Child(3), Event(4, "mate " + stale)) with { Consumed = [await StartMessageAsync(keys[1])] };
        lost = stale switch
        {
            "epoch" => lost with { Epoch = lost.Epoch - 1 },
            "turn before" => lost with { Turn = 1, Epoch = lost.Epoch - 1 },
            "turn after" => lost with { Turn = 3 },
            _ => lost,
        };
        if (stale == "owner")
        {
            await bench.ExpireAsync(keys[1]);
            await bench.Worker().ClaimAsync(keys[1]);
        }

        var outcomes = await worker.CommitAsync(StoreWorker.Turn(claims[0], StoreWorker.Call(1)), lost, StoreWorker.Turn(claims[2], StoreWorker.Timer(1)));

        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.Committed));
        Assert.Equal((2, 1, 2), (await bench.TurnAsync(keys[0]), await bench.TurnAsync(keys[1]), await bench.TurnAsync(keys[2])));
        Assert.Equal((1, 0, 0), (await bench.CountAsync("activities", keys[0]), await bench.CountAsync("activities", keys[1]), await bench.CountAsync("activities", keys[2])));
        Assert.Equal((1, 1, 2), (await bench.CountAsync("inbox", keys[0]), await bench.CountAsync("inbox", keys[1]), await bench.CountAsync("inbox", keys[2])));
        Assert.Equal((2, 1, 2), (await bench.CountAsync("history", keys[0]), await bench.CountAsync("history", keys[1]), await bench.CountAsync("history", keys[2])));
        Assert.Null(await worker.Instances.FindAsync("child of the stale", Ct));
    }

    [Fact]
    public async Task A_last_turn_that_is_lost_ends_nothing()
    {
        var (first, second) = (bench.Worker(), bench.Worker());
        var key = await bench.StartAsync("ending");
        var stale = await first.ClaimAsync(key);
        await bench.ExpireAsync(key);
        var fresh = await second.ClaimAsync(key);
        await second.CommitAsync(StoreWorker.Turn(fresh!, StoreWorker.Call(0)));

        var lost = Assert.Single(await first.CommitAsync(StoreWorker.LastTurn(stale!)));

        Assert.False(lost.Committed);
        Assert.False((await first.Instances.FindAsync("ending", Ct))!.IsOver);
        Assert.Equal((1, 1), (await bench.CountAsync("activities", key), await bench.CountAsync("history", key)));
    }

    [Fact]
    public async Task A_turn_sent_twice_is_written_once_and_known_as_written()
    {
        var worker = bench.Worker();
        var key = await bench.StartAsync("twice");
        var turn = StoreWorker.Turn((await worker.ClaimAsync(key))!, StoreWorker.Call(0), StoreWorker.Timer(1));

        var first = Assert.Single(await worker.CommitAsync(turn));
        var again = Assert.Single(await worker.CommitAsync(turn));

        Assert.True(first.Committed);
        Assert.Same(TurnOutcome.Unanswered, again);
        Assert.Equal((1, 2, 1), (await bench.CountAsync("activities", key), await bench.CountAsync("inbox", key), await bench.CountAsync("history", key)));
    }

    [Fact]
    public async Task An_activity_that_was_leased_with_its_turn_is_nobody_elses_until_the_lease_runs_out()
    {
        var (first, second) = (bench.Worker(), bench.Worker());
        var key = await bench.StartAsync("activity");
        await first.CommitAsync(StoreWorker.Turn((await first.ClaimAsync(key))!, StoreWorker.Call(0), StoreWorker.Call(1)) with { ActivitiesTaken = 1 });

        var free = Assert.Single((await second.Activities.ClaimAsync(DateTime.MinValue, 10, Ct)).Work);
        Assert.Equal((1, 1), (free.Key.TaskId, free.Attempt));

        await bench.ExpireAsync(key);
        var lapsed = (await second.Activities.ClaimAsync(DateTime.MinValue, 10, Ct)).Work.OrderBy(work => work.Key.TaskId).ToArray();
        Assert.Equal([(0, 2), (1, 2)], lapsed.Select(work => (work.Key.TaskId, work.Attempt)));
    }

    [Fact]
    public async Task An_activity_completed_after_its_lease_moved_is_ignored_and_its_new_holders_result_counts()
    {
        var (slow, quick) = (bench.Worker(), bench.Worker());
        var key = await bench.StartAsync("moved");
        await slow.CommitAsync(StoreWorker.Turn((await slow.ClaimAsync(key))!, StoreWorker.Call(0)) with { ActivitiesTaken = 1, Release = true });
        var activity = new ActivityKey(key, 1, 0);
        await bench.ExpireAsync(key);
        await quick.Activities.ClaimAsync(DateTime.MinValue, 10, Ct);

        await slow.Activities.RenewAsync([activity], Ct);
        await slow.Activities.ReleaseAllAsync(Ct);
        Assert.Empty(await slow.Activities.CompleteAsync([(activity, StoreWorker.Result(0, "\"slow\""))], Ct));
        var message = Assert.Single(await quick.Activities.CompleteAsync([(activity, StoreWorker.Result(0, "\"quick\""))], Ct));

        Assert.Equal("\"quick\"", message.Event.Data);
        Assert.Empty(await quick.Activities.CompleteAsync([(activity, StoreWorker.Result(0))], Ct));
        Assert.Equal((0, 2), (await bench.CountAsync("activities", key), await bench.CountAsync("inbox", key)));
    }

    [Fact]
    public async Task The_result_of_an_activity_of_an_ended_instance_or_an_earlier_execution_goes_nowhere()
    {
        var worker = bench.Worker();
        var ended = await bench.StartAsync("ended");
        var renewed = await bench.StartAsync("renewed execution");
        foreach (var key in new[] { ended, renewed })
        {
            var claimed = (await worker.ClaimAsync(key))!;
            await worker.CommitAsync(StoreWorker.Turn(claimed, StoreWorker.Call(0)) with { ActivitiesTaken = 1 });
            await worker.CommitAsync(StoreWorker.LastTurn(claimed with { Turn = 1 }) with { Events = [StoreWorker.Call(1), StoreWorker.LastTurn(claimed).Completion!] });
        }

        Assert.Equal(1, await bench.CountAsync("activities", ended));
        await bench.StartAsync("renewed execution");
        var results = await worker.Activities.CompleteAsync(
            [(new(ended, 1, 1), StoreWorker.Result(1)), (new(renewed, 1, 0), StoreWorker.Result(0)), (new(renewed, 1, 1), StoreWorker.Result(1))], Ct);

        Assert.Empty(results);
        Assert.Equal((0, 1), (await bench.CountAsync("inbox", ended), await bench.CountAsync("inbox", renewed)));
    }

    [Fact]
    public async Task A_released_activity_can_be_claimed_at_once_and_has_used_no_attempt()
    {
        var (first, second) = (bench.Worker(), bench.Worker());
        var key = await bench.StartAsync("released");
        await first.CommitAsync(StoreWorker.Turn((await first.ClaimAsync(key))!, StoreWorker.Call(0)) with { ActivitiesTaken = 1 });

        await first.Activities.ReleaseAllAsync(Ct);
        var work = Assert.Single((await second.Activities.ClaimAsync(DateTime.MinValue, 10, Ct)).Work);

        Assert.Equal(1, work.Attempt);
    }

    [Fact]
    public async Task What_the_database_refuses_is_told_and_nothing_of_the_batch_is_written()
    {
        var worker = bench.Worker();
        var keys = new[] { await bench.StartAsync("good"), await bench.StartAsync("bad") };
        var claims = (await worker.Leases.ClaimAsync(keys, Ct)).OrderBy(claim => claim.Identity.Key).ToArray();

        await Assert.ThrowsAsync<ArgumentException>(() => worker.CommitAsync(
            StoreWorker.Turn(claims[0]), StoreWorker.Turn(claims[1], StoreWorker.Call(0) with { Name = "a\0b" })));

        Assert.Equal((0, 0), (await bench.TurnAsync(keys[0]), await bench.TurnAsync(keys[1])));
    }

    static HistoryEvent Child(int id) =>
        new() { Kind = EventKind.SubOrchestrationInstanceCreated, TaskId = id, Name = "Orchestrate", Target = "child of the stale" };

    static HistoryEvent Event(int id, string to) => new() { Kind = EventKind.EventSent, TaskId = id, Name = "E", Target = to };

    async Task<long> StartMessageAsync(long key)
    {
        await using var command = bench.Db.CreateCommand("SELECT id FROM durable.inbox WHERE instance = $1");
        command.With(key);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
