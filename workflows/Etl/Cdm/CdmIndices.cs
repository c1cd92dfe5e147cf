using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Keys, indices and statistics of the filled <c>cdm_next</c>, the largest tables first, so that no lane ends long after the other.</summary>
sealed class CdmIndices(NpgsqlDataSource db)
{
    const int Lanes = 2;

    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    public async Task MakeAsync(CancellationToken ct)
    {
        var sizes = await SizesAsync(ct);
        var largestFirst = CdmTables.Clinical.OrderByDescending(table => sizes[table.Name]);
        await Parallel.ForEachAsync(largestFirst, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = ct }, MakeAsync);
    }

    async ValueTask MakeAsync(CdmTable table, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("""
            SET LOCAL maintenance_work_mem = '256MB';
            SET LOCAL max_parallel_maintenance_workers = 0;
            SET LOCAL synchronous_commit = off;
            SET LOCAL client_connection_check_interval = 2000
            """, ct);
        try
        {
            foreach (var statement in table.Statements("cdm_next"))
                await connection.ExecuteAsync(statement, [], ct, Timeout);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LoadRefusedException($"{table.Name} has the same {table.Key} twice: the new CDM is not published, the one in use stays.", e);
        }

        await transaction.CommitAsync(ct);
    }

    async Task<Dictionary<string, long>> SizesAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT relname::text, pg_relation_size(oid)
            FROM pg_class
            WHERE relnamespace = 'cdm_next'::regnamespace AND relkind = 'r'
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var sizes = new Dictionary<string, long>();
        while (await reader.ReadAsync(ct))
            sizes.Add(reader.GetString(0), reader.GetInt64(1));
        return sizes;
    }
}
