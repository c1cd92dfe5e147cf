using System.Security.Cryptography;
using System.Text;
using Asan.Runtime.Durable.Schema;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

public sealed class SchemaTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_replicas_that_start_together_migrate_an_empty_database_once()
    {
        await using var db = NpgsqlDataSource.Create(await postgres.CreateAsync());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DurableSchema.MigrateAsync(db, Ct), Ct)));
        await DurableSchema.MigrateAsync(db, Ct);

        Assert.Equal(Scripts, await ScalarAsync(db, "SELECT count(*) FROM durable.migrations"));
        Assert.Equal(
            "activities, history, inbox, instances, payloads",
            await ScalarAsync(db, "SELECT string_agg(tablename, ', ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'durable' AND tablename IN ('instances', 'history', 'inbox', 'activities', 'payloads')"));
    }

    [Fact]
    public async Task A_migration_that_was_edited_after_it_ran_is_an_error_and_changes_nothing()
    {
        await using var db = NpgsqlDataSource.Create(await postgres.CreateAsync());
        await DurableSchema.MigrateAsync(db, Ct);
        await ScalarAsync(db, "UPDATE durable.migrations SET sha256 = 'of another text' RETURNING 1");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => DurableSchema.MigrateAsync(db, Ct));

        Assert.Contains("001_engine.sql", error.Message);
        Assert.Equal("of another text", await ScalarAsync(db, "SELECT DISTINCT sha256 FROM durable.migrations"));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_no_half_of_itself()
    {
        await using var db = NpgsqlDataSource.Create(await postgres.CreateAsync());
        await ScalarAsync(db, "CREATE SCHEMA durable CREATE TABLE activities (in_the_way integer)");

        await Assert.ThrowsAsync<PostgresException>(() => DurableSchema.MigrateAsync(db, Ct));

        Assert.Equal(1L, await ScalarAsync(db, "SELECT count(*) FROM pg_tables WHERE schemaname = 'durable'"));
        await ScalarAsync(db, "DROP TABLE durable.activities");
        await DurableSchema.MigrateAsync(db, Ct);
        Assert.Equal(Scripts, await ScalarAsync(db, "SELECT count(*) FROM durable.migrations"));
    }

    [Theory, StickyAndReplayed]
    public async Task An_upgrade_keeps_the_instances_that_run(bool replayed)
    {
        var connectionString = await postgres.CreateAsync();
        await using var db = NpgsqlDataSource.Create(connectionString);
        await ReleaseFirstAsync(db);
        // As the first release left them: one that waits for an event which has come, and one that was never begun.
        await ScalarAsync(db, """
            WITH waiting AS (
                INSERT INTO durable.instances (task_hub, instance_id, name, status, created_ticks, updated_ticks, turn)
                VALUES ('upgraded', 'waiting', 'Wait', 0, 638000000000000000, 638000000000000000, 1)
                RETURNING id
            ), history AS (
                INSERT INTO durable.history (instance, turn, at_ticks, events)
                SELECT id, 1, 638000000000000000, '[{"k":0,"n":"Wait"},{"k":4,"n":"Work"},{"k":5,"d":"1"}]' FROM waiting
            ), message AS (
                INSERT INTO durable.inbox (instance, task_hub, visible_at, event) SELECT id, 'upgraded', now(), '{"k":15,"n":"E","d":"\"event\""}' FROM waiting
            ), pending AS (
                INSERT INTO durable.instances (task_hub, instance_id, name, status, created_ticks, updated_ticks)
                VALUES ('upgraded', 'pending', 'Work', 6, 638000000000000000, 638000000000000000)
                RETURNING id
            )
            INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event) SELECT id, 'upgraded', 1, now(), '{"k":0,"n":"Work"}' FROM pending
            """);

        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => tasks
                .AddOrchestratorFunc("Wait", async context => $"{await context.CallActivityAsync<int>("Work")} {await context.WaitForExternalEvent<string>("E")}")
                .AddOrchestratorFunc("Work", context => context.CallActivityAsync<int>("Work"))
                .AddActivityFunc("Work", _ => 2),
            replayed,
            engine => (engine.ConnectionString, engine.TaskHub) = (connectionString, "upgraded"));

        Assert.Equal("1 event", (await host.EndAsync("waiting")).ReadOutputAs<string>());
        Assert.Equal(2, (await host.EndAsync("pending")).ReadOutputAs<int>());
    }

    static async Task ReleaseFirstAsync(NpgsqlDataSource db)
    {
        var assembly = typeof(DurableSchema).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith("001_engine.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var sql = await reader.ReadToEndAsync(Ct);
        var sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        await ScalarAsync(db, $"""
            CREATE SCHEMA durable;
            CREATE TABLE durable.migrations (name text CONSTRAINT migrations_pk PRIMARY KEY, sha256 text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO durable.migrations (name, sha256) VALUES ('{name}', '{sha256}');
            {sql}
            """);
    }

    static long Scripts => typeof(DurableSchema).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    static async Task<object?> ScalarAsync(NpgsqlDataSource db, string sql)
    {
        await using var command = db.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
