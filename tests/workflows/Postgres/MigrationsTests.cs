using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Tests.Postgresql;

public sealed class MigrationsTests(Postgres postgres) : IAsyncLifetime
{
    static readonly Migration First = new(1, "001_first", "CREATE TABLE first (id integer)");
    static readonly Migration Second = new(2, "002_second", "CREATE TABLE second (id integer)");

    NpgsqlDataSource db = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => db = NpgsqlDataSource.Create(await postgres.CreateAsync());

    public ValueTask DisposeAsync() => db.DisposeAsync();

    [Fact]
    public async Task Each_is_applied_once()
    {
        Assert.Equal(1, await Migrations.ApplyAsync(db, [First], Ct));
        Assert.Equal(1, await Migrations.ApplyAsync(db, [First, Second], Ct));
        Assert.Equal(0, await Migrations.ApplyAsync(db, [First, Second], Ct));
    }

    [Fact]
    public async Task Hosts_that_start_together_apply_each_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrations.ApplyAsync(db, [First, Second], Ct)));

        Assert.Equal(2, applied.Sum());
    }

    [Fact]
    public async Task An_edited_one_stops_the_host_and_says_which()
    {
        await Migrations.ApplyAsync(db, [First], Ct);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Migrations.ApplyAsync(db, [First with { Sql = "CREATE TABLE other (id integer)" }], Ct));

        Assert.Contains("Migration 1 (001_first) was edited", error.Message);
    }

    [Fact]
    public async Task A_failing_one_leaves_nothing_of_itself_or_of_those_before_it()
    {
        await Assert.ThrowsAsync<PostgresException>(() => Migrations.ApplyAsync(db, [First, Second with { Sql = "CREATE TABLE broken (" }], Ct));

        Assert.Equal(2, await Migrations.ApplyAsync(db, [First, Second], Ct));
    }

    [Fact]
    public async Task One_that_a_newer_host_applied_does_not_stop_an_older_host()
    {
        await Migrations.ApplyAsync(db, [First, Second], Ct);

        Assert.Equal(0, await Migrations.ApplyAsync(db, [First], Ct));
    }

    [Fact]
    public void The_embedded_ones_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migrations.Embedded.Count), Migrations.Embedded.Select(migration => migration.Number));
}
