using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>The checker of the fault tests finds what it is there to find: each rule fails on a database that was doctored to break it.</summary>
public sealed class InvariantsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_without_faults_violates_nothing()
    {
        await using var scenario = await Scenario.OpenAsync(postgres);
        var options = await RunAsync(scenario);

        await scenario.CheckAsync(options);
    }

    [Theory]
    [InlineData("I1: 'one' has not ended", "UPDATE durable.instances SET status = 0, completed_ticks = NULL WHERE task_hub = $hub AND instance_id = 'one'")]
    [InlineData("I2: the start of 'one' was accepted, and it is not there", "DELETE FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one'")]
    [InlineData("I2: 'one' was started 2 times", "UPDATE durable.instances SET generation = 2 WHERE task_hub = $hub AND instance_id = 'one'")]
    [InlineData("I2: nobody asked for 'one'", "DELETE FROM ledger.starts WHERE hub = $hub")]
    [InlineData("I2: the history of 'one' has 2 starts", """
        UPDATE durable.history SET events = (events::jsonb || (events::jsonb -> 0))::text
        WHERE turn = 1 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I3: 'one' recorded 2 results of its call #0 (Work)", """
        UPDATE durable.history SET events = ((events::jsonb -> 0) || events::jsonb)::text
        WHERE turn = 2 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I3: 'one' has the result of 'before done', which never ran", "DELETE FROM ledger.runs WHERE hub = $hub AND call = 'before'")]
    [InlineData("I3: 'before' of 'one' ran at elsewhere after its result was recorded", """
        INSERT INTO ledger.runs (id, hub, instance_id, call, worker, recorded_before) VALUES (gen_random_uuid(), $hub, 'one', 'before', 'elsewhere', true)
        """)]
    [InlineData("I4: 'one' came to \"other\" (Completed) instead of", "UPDATE durable.instances SET output = '\"other\"' WHERE task_hub = $hub AND instance_id = 'one'")]
    [InlineData("I5: the turns of 'one' are 1 2 4 5 6, where 1 2 3 4 5 6 were committed", """
        DELETE FROM durable.history WHERE turn = 3 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I5: turn 1 of 'one' recorded", """
        UPDATE durable.history SET events = replace(events, '"n":"Work"', '"n":"Rest"')
        WHERE turn = 1 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I5: time runs back in the history of 'one'", """
        UPDATE durable.history SET at_ticks = at_ticks - 36000000000
        WHERE turn = 4 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I6: 'one' is held by dead", """
        UPDATE durable.instances SET owner = 'dead', lease_until = now() - interval '1 hour' WHERE task_hub = $hub AND instance_id = 'one'
        """)]
    [InlineData("I6: activities of an ended instance are left: 'one'", """
        INSERT INTO durable.activities (instance, generation, task_id, task_hub, instance_id, name, visible_at)
        SELECT id, 1, 7, task_hub, instance_id, 'Work', now() + interval '1 hour' FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one'
        """)]
    [InlineData("I7: timer #1 of 'one' fired 2 times", """
        UPDATE durable.history SET events = ((events::jsonb -> 0) || events::jsonb)::text
        WHERE turn = 3 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I7: 'after' of 'one' began before the time of the timer", "UPDATE ledger.runs SET not_before_ticks = not_before_ticks + 36000000000 WHERE hub = $hub AND call = 'after'")]
    [InlineData("I8: the event \"letter to one\" was delivered to 'one' 2 times", """
        UPDATE durable.history SET events = ((events::jsonb -> 0) - 'e' || events::jsonb)::text
        WHERE events LIKE '%letter to one%' AND turn = 5 AND instance = (SELECT id FROM durable.instances WHERE task_hub = $hub AND instance_id = 'one')
        """)]
    [InlineData("I8: the event \"lost\" was delivered to 'one' 0 times", "INSERT INTO ledger.events (hub, instance_id, payload, accepted) VALUES ($hub, 'one', '\"lost\"', true)")]
    public async Task A_doctored_database_is_found_out(string violation, string doctoring)
    {
        await using var scenario = await Scenario.OpenAsync(postgres);
        var options = await RunAsync(scenario);

        await scenario.ExecuteAsync(doctoring);

        Assert.Contains(await new Invariants(scenario.Db, options).ViolationsAsync(Ct), found => found.StartsWith(violation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_is_left_behind_is_found_out()
    {
        await using var scenario = await Scenario.OpenAsync(postgres);
        var options = await RunAsync(scenario);

        await using var left = EngineConnections.Create(options, EngineConnections.Turns);
        await using var connection = await left.OpenConnectionAsync(Ct);
        await using var keep = new NpgsqlCommand("SELECT pg_advisory_lock(1)", connection);
        await keep.ExecuteNonQueryAsync(Ct);
        var found = await new Invariants(scenario.Db, options).ViolationsAsync(Ct);

        Assert.Contains(found, violation => violation.StartsWith("I11: a session of the engine is left (turns", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.StartsWith("I11: an idle session of the engine keeps a lock (turns", StringComparison.Ordinal));
    }

    static async Task<DurableEngineOptions> RunAsync(Scenario scenario)
    {
        await using var host = await scenario.HostAsync();
        await scenario.EverythingAsync(host.Client, "one");
        return host.Options;
    }
}
