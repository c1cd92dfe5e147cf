using Npgsql;

namespace Asan.Runtime.Host.Filing;

/// <summary>What really ran, noted beside the host's own memory of it.</summary>
public sealed class Ledger(NpgsqlDataSource db)
{
    public static async Task CreateAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            CREATE SCHEMA ledger;
            CREATE TABLE ledger.runs
            ( id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT runs_pk PRIMARY KEY
            , version    text NOT NULL
            , ended      boolean NOT NULL DEFAULT false
            )
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<long> BeginAsync(string version)
    {
        await using var command = db.CreateCommand("INSERT INTO ledger.runs (version) VALUES ($1) RETURNING id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task EndAsync(long run)
    {
        await using var command = db.CreateCommand("UPDATE ledger.runs SET ended = true WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = run });
        await command.ExecuteNonQueryAsync();
    }
}
