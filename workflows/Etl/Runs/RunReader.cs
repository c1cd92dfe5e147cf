using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Runs;

/// <summary>Reads the runs back for those who ask how a load goes.</summary>
public sealed class RunReader(NpgsqlDataSource db)
{
    /// <summary>One run with its steps and tables; null when there is none of this id.</summary>
    public async Task<Run?> FindAsync(string id, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("""
                    SELECT id, status, created_at, started_at, finished_at, source, location, error, vocabulary
                    FROM staging.etl_run
                    WHERE id = $1
                    """, id),
                Command("""
                    SELECT number, table_name, read, written, rejected
                    FROM staging.etl_table
                    WHERE run_id = $1
                    ORDER BY number, ordinal
                    """, id),
                Command("""
                    SELECT number, name, status, started_at, extract(epoch FROM coalesce(finished_at, clock_timestamp()) - started_at)::float8, notices
                    FROM staging.etl_step
                    WHERE run_id = $1
                    ORDER BY number
                    """, id),
            },
        };

        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;

        var run = Summary(reader);
        var vocabulary = Nullable<string>(reader, 8);
        await reader.NextResultAsync(ct);
        var tables = (await ListAsync(reader, row => (Number: row.GetInt32(0), Count: new TableCount(row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))), ct))
            .ToLookup(table => table.Number, table => table.Count);
        await reader.NextResultAsync(ct);
        var steps = await ListAsync(reader, row => Step(row, tables), ct);

        return new(
            run.Id, run.Status, run.StartedAt, run.FinishedAt, steps, tables.Sum(step => step.Sum(table => table.Rejected))
            , run.Error, run.CreatedAt, run.Source, run.Location, vocabulary);
    }

    /// <summary>Runs, the newest first.</summary>
    public async Task<RunPage<RunSummary>> ListAsync(long? before, int size, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var command = connection.Command("""
            SELECT id, status, created_at, started_at, finished_at, source, location, error, ordinal
            FROM staging.etl_run
            WHERE ordinal < $1
            ORDER BY ordinal DESC
            LIMIT $2
            """, [Sql.Value(before ?? long.MaxValue), Sql.Value(size + 1)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return Page(await ListAsync(reader, row => (Summary(row), row.GetInt64(8)), ct), size);
    }

    /// <summary>Rejected rows of a run, in the order they were found; null when there is no such run.</summary>
    public async Task<RunPage<RunReject>?> RejectsAsync(string id, long? after, int size, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        if (!await connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM staging.etl_run WHERE id = $1)", [Sql.Text(id)], ct))
            return null;

        await using var command = connection.Command("""
            SELECT file, line, column_name, reason, id
            FROM staging.reject
            WHERE run_id = $1 AND id > $2
            ORDER BY id
            LIMIT $3
            """, [Sql.Text(id), Sql.Value(after ?? 0), Sql.Value(size + 1)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return Page(await ListAsync(reader, row => (new RunReject(row.GetString(0), row.GetInt32(1), Nullable<string>(row, 2), row.GetString(3)), row.GetInt64(4)), ct), size);
    }

    static RunPage<T> Page<T>(List<(T Value, long Key)> rows, int size) =>
        new([.. rows.Take(size).Select(row => row.Value)], rows.Count > size ? rows[size - 1].Key : null);

    static RunSummary Summary(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), Moment(row, 3), Moment(row, 4), row.GetString(5), row.GetString(6)
        , Nullable<string>(row, 7));

    static RunStep Step(NpgsqlDataReader row, ILookup<int, TableCount> tables) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2), [.. tables[row.GetInt32(0)]], Moment(row, 3)
        , row.IsDBNull(4) ? null : Math.Round(row.GetDouble(4), 3), row.GetFieldValue<string[]>(5));

    static DateTimeOffset? Moment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    static T? Nullable<T>(NpgsqlDataReader row, int column) where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    static NpgsqlBatchCommand Command(string sql, string id) => new(sql) { Parameters = { Sql.Text(id) } };

    static async Task<List<T>> ListAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
            rows.Add(read(reader));
        return rows;
    }
}
