using Asan.Runtime.Durable.Chaos;
using Asan.Tests;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>The database refuses, waits, or holds what nobody should have written; and the way to it goes silent.</summary>
public sealed class DatabaseFaultsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    // One statement in four is refused, at once or when it commits.
    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure, false)]
    [InlineData(PostgresErrorCodes.SerializationFailure, true)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, false)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, false)]
    [InlineData(PostgresErrorCodes.QueryCanceled, false)]
    [InlineData(PostgresErrorCodes.DiskFull, true)]
    [InlineData(PostgresErrorCodes.IoError, true)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, false)]
    public async Task Work_goes_on_through_a_storm_of_refusals(string code, bool whenCommitting)
    {
        await using var scenario = await OwnAsync();
        await scenario.ExecuteAsync($"""
            CREATE FUNCTION durable.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF random() < 0.25 THEN RAISE EXCEPTION 'a storm' USING ERRCODE = '{code}'; END IF;
                RETURN NULL;
            END $$
            """);
        foreach (var table in (string[])["instances", "history", "inbox", "activities"])
            await scenario.ExecuteAsync(whenCommitting
                ? $"CREATE CONSTRAINT TRIGGER storm AFTER INSERT OR UPDATE OR DELETE ON durable.{table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION durable.refuse()"
                : $"CREATE TRIGGER storm AFTER INSERT OR UPDATE OR DELETE ON durable.{table} FOR EACH STATEMENT EXECUTE FUNCTION durable.refuse()");

        await scenario.SurviveAsync(async () =>
        {
            await Task.Delay(2_000, Ct);
            await scenario.ExecuteAsync("DROP FUNCTION durable.refuse() CASCADE");
        });
    }

    [Fact]
    public async Task Work_goes_on_where_the_database_is_serializable_by_default()
    {
        await using var scenario = await OwnAsync("ALTER DATABASE {0} SET default_transaction_isolation = 'serializable'");
        await scenario.SurviveAsync(() => Task.CompletedTask);
    }

    [Fact]
    public async Task Work_goes_on_after_the_tables_were_locked_for_longer_than_a_statement_waits()
    {
        await using var scenario = await OwnAsync("ALTER DATABASE {0} SET lock_timeout = '100ms'");
        await scenario.SurviveAsync(async () =>
        {
            foreach (var table in (string[])["activities", "instances", "inbox", "history"])
            {
                await using var connection = await scenario.Db.OpenConnectionAsync(Ct);
                await using var transaction = await connection.BeginTransactionAsync(Ct);
                await using (var patient = new NpgsqlCommand($"SET LOCAL lock_timeout = 0; LOCK TABLE durable.{table} IN ACCESS EXCLUSIVE MODE", connection))
                    await patient.ExecuteNonQueryAsync(Ct);
                await Task.Delay(500, Ct);
            }
        });
    }

    // Two turns in one commit, and somebody who locks their instances the other way round and has time.
    [Fact]
    public async Task Turns_that_were_chosen_to_end_a_deadlock_are_committed_after_it()
    {
        await using var scenario = await OwnAsync("ALTER DATABASE {0} SET deadlock_timeout = '100ms'");
        await using var bench = await StoreBench.OpenAsync(postgres, scenario.Hub, scenario.Database);
        var worker = bench.Worker();
        var keys = new[] { await bench.StartAsync("a"), await bench.StartAsync("b") };
        var claims = (await worker.Leases.ClaimAsync(keys, Ct)).OrderBy(claim => claim.Identity.Key).ToArray();

        await using var other = await scenario.Db.OpenConnectionAsync(Ct);
        await using var transaction = await other.BeginTransactionAsync(Ct);
        async Task LockAsync(long key)
        {
            await using var command = new NpgsqlCommand($"SET LOCAL deadlock_timeout = '1h'; SELECT FROM durable.instances WHERE id = {key} FOR UPDATE", other);
            await command.ExecuteNonQueryAsync(Ct);
        }

        await LockAsync(keys[1]);
        var commit = worker.CommitAsync(StoreWorker.Turn(claims[0], StoreWorker.Call(0)), StoreWorker.Turn(claims[1], StoreWorker.Call(0)));
        await LockAsync(keys[0]);
        await transaction.RollbackAsync(Ct);

        Assert.All(await commit, outcome => Assert.True(outcome.Committed));
        Assert.Equal((1, 1), (await bench.CountAsync("activities", keys[0]), await bench.CountAsync("activities", keys[1])));
    }

    // What it could still see may not be cleaned away: the tables grow, and the queue must not stand still.
    [Fact]
    public async Task Work_goes_on_beside_a_transaction_that_is_held_open()
    {
        await using var scenario = await OwnAsync();
        await using var connection = await scenario.Db.OpenConnectionAsync(Ct);
        await using var held = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Ct);
        await using (var old = new NpgsqlCommand("SELECT txid_current(), count(*) FROM durable.instances", connection))
            await old.ExecuteNonQueryAsync(Ct);

        await using (var host = await scenario.HostAsync())
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => scenario.ThreeStepsAsync(host.Client, $"beside {i}", 0)));
        await scenario.SurviveAsync(() => Task.CompletedTask);
    }

    // Nothing comes through and nobody is told: only the engine's own patience ends the wait.
    [Fact]
    public async Task Work_goes_on_after_the_way_to_the_database_was_silent_for_longer_than_a_lease()
    {
        await using var scenario = await OwnAsync();
        await using var wire = new Wire(scenario.Database);
        await scenario.SurviveAsync(
            async () =>
            {
                wire.FallSilent();
                await Task.Delay(5_000, Ct);
                wire.Speak();
            },
            engine => (engine.ConnectionString, engine.Lease) = (wire.ConnectionString, TimeSpan.FromSeconds(2)));
    }

    // The same activity with two hosts at a time, as after a lease that ran out: one result counts, whoever is first.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_activity_that_two_hosts_run_at_once_is_recorded_once(bool firstEndsFirst)
    {
        await using var scenario = await OwnAsync();
        DurableEngineOptions options;

        // Both are up before the work begins: whoever starts it has it, and the other needs no more than a sweep to come by. The first one must not: it would renew its own lease.
        await using (var other = await scenario.HostAsync(engine => engine.SweepInterval = TimeSpan.FromMilliseconds(100)))
        await using (var one = await scenario.HostAsync(engine => (engine.Lease, engine.SweepInterval) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10))))
        {
            options = one.Options;
            await scenario.StartAsync(one.Client, "three", Chores.ThreeSteps, new ThreeChores(firstEndsFirst ? 6_000 : 8_000, 1, 1), Chores.OutputOfThreeSteps);
            await scenario.RunsAsync(1);
            // So long ago that only a sweep finds it; and again where the first host's first look came by.
            while (await scenario.CountAsync("SELECT count(*) FROM ledger.runs WHERE hub = $hub AND call = 'first'") < 2)
            {
                Assert.Equal(1, await scenario.ExecuteAsync("UPDATE durable.activities SET visible_at = now() - interval '1 hour'"));
                await Task.Delay(500, Ct);
            }
            await Scenario.EndAsync(one.Client, "three");
        }
        await scenario.CheckAsync(options);
    }

    [Theory]
    [InlineData("UPDATE durable.inbox SET event = 'not JSON' WHERE instance = (SELECT id FROM durable.instances WHERE instance_id = 'spoilt')")]
    [InlineData("UPDATE durable.history SET events = 'not JSON' WHERE instance = (SELECT id FROM durable.instances WHERE instance_id = 'spoilt')")]
    [InlineData("UPDATE durable.inbox SET event = '{\"k\":15}' WHERE event LIKE '%letter%' AND instance = (SELECT id FROM durable.instances WHERE instance_id = 'spoilt')")]
    [InlineData("UPDATE durable.instances SET parent = 'not JSON' WHERE instance_id = 'spoilt'")]
    [InlineData("UPDATE durable.payloads SET gzip = 'not gzip' WHERE instance = (SELECT id FROM durable.instances WHERE instance_id = 'spoilt')")]
    public async Task What_cannot_be_read_ends_its_own_instance_and_no_other(string spoiling)
    {
        await using var scenario = await OwnAsync();
        await using var user = new LoneClient(scenario);
        await user.Client.ScheduleNewOrchestrationInstanceAsync(Chores.Receive, 1, new StartOrchestrationOptions("spoilt"), Ct);
        if (spoiling.Contains("history", StringComparison.Ordinal))
        {
            await using var first = await scenario.HostAsync();
            await user.Client.WaitForInstanceStartAsync("spoilt", Ct);
        }
        await user.Client.RaiseEventAsync("spoilt", "letter", spoiling.Contains("gzip", StringComparison.Ordinal) ? new string('a', 300_000) : "a letter", Ct);
        Assert.InRange(await scenario.ExecuteAsync(spoiling), 1, 2);

        await using var host = await scenario.HostAsync();
        await scenario.ThreeStepsAsync(host.Client, "sound", 1);
        var ended = await host.EndAsync("spoilt");

        Assert.Equal("Failed", ended.RuntimeStatus.ToString());
        await scenario.ThreeStepsAsync(host.Client, "sound too", 1);
    }

    // Settings of a database reach the sessions that come after them.
    async Task<Scenario> OwnAsync(string? setting = null)
    {
        var database = await postgres.CreateAsync();
        if (setting is not null)
        {
            await using var connection = new NpgsqlConnection(database + ";Pooling=false");
            await connection.OpenAsync(Ct);
            await using var command = new NpgsqlCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, setting, connection.Database), connection);
            await command.ExecuteNonQueryAsync(Ct);
        }
        return await Scenario.OpenAsync(postgres, database);
    }
}
