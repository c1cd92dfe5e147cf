using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Asan.Runtime.Durable.Schema;

/// <summary>Brings the <c>durable</c> schema to this version: numbered scripts, each run once, under one advisory lock.</summary>
static class DurableSchema
{
    const long Lock = 0x_6173_616e_6475_7261;

    /// <summary>Runs what has not run yet. Any number of replicas may call it at once: the first does the work, the others wait and find it done.</summary>
    /// <exception cref="InvalidOperationException">A script that ran already was changed since.</exception>
    public static async Task MigrateAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // While it waits for a table, everything behind it waits too: the others' commits. It gives up soon, and is tried again.
        await ExecuteAsync(connection, "SET LOCAL lock_timeout = '2s'", ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", ct);
        await ExecuteAsync(connection, """
            CREATE SCHEMA IF NOT EXISTS durable;
            CREATE TABLE IF NOT EXISTS durable.migrations
            ( name      text CONSTRAINT migrations_pk PRIMARY KEY
            , sha256    text NOT NULL
            , ran_at    timestamptz NOT NULL DEFAULT now()
            )
            """, ct);

        foreach (var (name, sql) in Scripts())
            await RunOnceAsync(connection, name, sql, ct);

        await transaction.CommitAsync(ct);
    }

    static async Task RunOnceAsync(NpgsqlConnection connection, string name, string sql, CancellationToken ct)
    {
        var sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));

        await using var find = new NpgsqlCommand("SELECT sha256 FROM durable.migrations WHERE name = $1", connection);
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        var ran = (string?)await find.ExecuteScalarAsync(ct);

        if (ran == sha256)
            return;

        if (ran is not null)
            throw new InvalidOperationException($"Migration {name} ran here with another text. Released migrations are never edited: add a new one.");

        await ExecuteAsync(connection, sql, ct);

        await using var record = new NpgsqlCommand("INSERT INTO durable.migrations (name, sha256) VALUES ($1, $2)", connection);
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sha256 });
        await record.ExecuteNonQueryAsync(ct);
    }

    static IEnumerable<(string Name, string Sql)> Scripts()
    {
        var assembly = typeof(DurableSchema).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource, reader.ReadToEnd());
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        // A script over a large table takes its time, and so does waiting for the replica that runs it.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 3_600 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
