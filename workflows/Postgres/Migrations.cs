using Npgsql;

namespace Asan.Workflows.Postgres;

/// <summary>Brings a database's schema up to date: each migration once, in order, whatever the number of hosts starting at the same moment.</summary>
public static class Migrations
{
    // Any constant of our own: it only has to be the same in every host.
    const long Lock = 0x4153414E_4D494752;

    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>The migrations that this assembly carries, in order.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } =
        [.. typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{typeof(Migrations).Namespace}.Migrations.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Migration.Read(typeof(Migrations).Assembly, name))
            .OrderBy(migration => migration.Number)];

    /// <summary>Applies what is missing.</summary>
    /// <returns>How many were applied now.</returns>
    public static async Task<int> ApplyAsync(NpgsqlDataSource db, IReadOnlyList<Migration> migrations, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", [Sql.Value(Lock)], ct, Timeout);
        await connection.ExecuteAsync("""
            CREATE SCHEMA IF NOT EXISTS platform;
            CREATE TABLE IF NOT EXISTS platform.migration
            ( number     integer     CONSTRAINT migration_pk PRIMARY KEY
            , name       text        NOT NULL
            , checksum   text        NOT NULL
            , applied_at timestamptz NOT NULL DEFAULT now()
            )
            """, ct);

        var applied = await AppliedAsync(connection, ct);
        foreach (var (number, checksum) in applied)
            Check(migrations.SingleOrDefault(m => m.Number == number), number, checksum);

        var missing = migrations.Where(migration => !applied.ContainsKey(migration.Number)).ToArray();
        foreach (var migration in missing)
            await ApplyAsync(connection, migration, ct);

        await transaction.CommitAsync(ct);
        return missing.Length;
    }

    static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        await connection.ExecuteAsync(migration.Sql, [], ct, Timeout);
        await connection.ExecuteAsync(
            "INSERT INTO platform.migration (number, name, checksum) VALUES ($1, $2, $3)",
            [Sql.Value(migration.Number), Sql.Value(migration.Name), Sql.Value(migration.Checksum)], ct);
    }

    // A number this build does not know was applied by a newer one: a rolling upgrade must not stop the older hosts.
    static void Check(Migration? known, int number, string checksum)
    {
        if (known is not null && known.Checksum != checksum)
            throw new InvalidOperationException(
                $"Migration {number} ({known.Name}) was edited after it was applied to this database. Undo the edit and add a new migration.");
    }

    static async Task<Dictionary<int, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT number, checksum FROM platform.migration", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(ct))
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }
}
