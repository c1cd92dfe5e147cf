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
        Assert.Equal(5L, await ScalarAsync(db, "SELECT count(*) FROM pg_tables WHERE schemaname = 'durable' AND tablename <> 'migrations'"));
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

    static long Scripts => typeof(DurableSchema).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    static async Task<object?> ScalarAsync(NpgsqlDataSource db, string sql)
    {
        await using var command = db.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
