using System.Globalization;
using Asan.Workflows.Etl.Copying;
using Asan.Workflows.Etl.Csv;
using Asan.Workflows.Etl.Sources;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Staging;

/// <summary>Makes one staging table anew, in one transaction: the table, its rows, its rejects.</summary>
sealed class StageTable(NpgsqlConnection connection, SourceTable table, string runId)
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>A table without rows, for a file that is not there.</summary>
    public Task<int> CreateAsync(CancellationToken ct) => connection.ExecuteAsync($"""
        DROP TABLE IF EXISTS staging."{table.Name}";
        CREATE UNLOGGED TABLE staging."{table.Name}" (line integer NOT NULL, {string.Join(", ", table.Columns.Select(Definition))})
        """, [], ct, Timeout);

    /// <summary>The table with the rows of its file.</summary>
    public Task<(TableCount Count, FileSum Sum)> LoadAsync(SourceItem item, CancellationToken ct) =>
        OpenSource.ReadAsync(item, CsvDialect.Comma, async source =>
        {
            var header = await source.HeaderAsync(table, ct);
            var rejects = new RejectLog(runId, table.Name);

            await using var transaction = await connection.BeginTransactionAsync(ct);
            await CreateAsync(ct);
            var copy = new TableCopy(table, header, source.Csv, rejects, withLine: true);
            var (read, written) = await copy.CopyAsync(connection, $"staging.\"{table.Name}\"", freeze: true, ct);
            await rejects.SaveAsync(connection, ct);
            var doubled = await RejectDoubledIdsAsync(rejects.Room, ct);
            await transaction.CommitAsync(ct);

            // Later steps are planned on this, and autovacuum comes too late for them. They join whole tables: a sample of 6,000 rows tells them
            // enough, and the usual 30,000 took as long as the rows themselves.
            await connection.ExecuteAsync($"SET default_statistics_target = 20; ANALYZE staging.\"{table.Name}\"; RESET default_statistics_target", [], ct, Timeout);
            return (new TableCount(table.Name, read, written - doubled, rejects.Count + doubled), await source.FinishAsync(ct));
        }, ct);

    // Synthea has given one id to two different records (its issue 1545). The first one stands.
    async Task<long> RejectDoubledIdsAsync(int room, CancellationToken ct)
    {
        if (table.Columns[0].Name != "id")
            return 0;

        return await connection.ScalarAsync<long>($"""
            WITH doubled AS (
                SELECT id
                FROM staging."{table.Name}"
                GROUP BY id
                HAVING count(*) > 1
            )
            , ranked AS (
                SELECT line, row_number() OVER (PARTITION BY id ORDER BY line) AS nth
                FROM staging."{table.Name}"
                JOIN doubled USING (id)
            )
            , gone AS (
                DELETE FROM staging."{table.Name}" AS held
                USING ranked
                WHERE held.line = ranked.line AND ranked.nth > 1
                RETURNING held.line
            )
            , kept AS (
                INSERT INTO staging.reject (run_id, file, line, column_name, reason)
                SELECT $1, $2, line, 'Id', 'this id stands on an earlier line too'
                FROM gone
                ORDER BY line
                LIMIT {room.ToString(CultureInfo.InvariantCulture)}
            )
            SELECT count(*) FROM gone
            """, [Sql.Text(runId), Sql.Text(table.Name)], ct, Timeout);
    }

    static string Definition(SourceColumn column) => $"\"{column.Name}\" {column.SqlType}";
}
