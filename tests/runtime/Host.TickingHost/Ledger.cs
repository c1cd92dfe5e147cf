using Npgsql;

namespace Asan.Runtime.Host.Ticking;

/// <summary>What really ran, noted beside the host's own memory of it.</summary>
public sealed class Ledger(NpgsqlDataSource db)
{
    public static async Task CreateAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            CREATE SCHEMA ledger;
            CREATE TABLE ledger.ticks
            ( id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ticks_pk PRIMARY KEY
            , host         text NOT NULL
            , due          timestamptz NOT NULL
            , is_past_due  boolean NOT NULL
            , began_at     timestamptz NOT NULL DEFAULT clock_timestamp()
            , ended_at     timestamptz
            )
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<long> BeginAsync(string host, DateTime due, bool isPastDue)
    {
        await using var command = db.CreateCommand("INSERT INTO ledger.ticks (host, due, is_past_due) VALUES ($1, $2, $3) RETURNING id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = host });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = due });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isPastDue });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task EndAsync(long tick)
    {
        await using var command = db.CreateCommand("UPDATE ledger.ticks SET ended_at = clock_timestamp() WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tick });
        await command.ExecuteNonQueryAsync();
    }
}
