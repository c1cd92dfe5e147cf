using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>A step's open transaction: fills tables by their embedded statements and keeps count.</summary>
sealed class CdmStep(NpgsqlConnection connection, string runId, TimeSpan limit, CancellationToken ct)
{
    readonly List<TableCount> tables = [];
    readonly List<string> notices = [];
    long rejectedBefore;

    public StepReport Report => new(tables, notices);

    public NpgsqlParameter Run => Sql.Text(runId);

    public Task<int> ExecuteAsync(string sql, params NpgsqlParameter[] parameters) => connection.ExecuteAsync(sql, parameters, ct, limit);

    public Task<T?> ScalarAsync<T>(string sql, params NpgsqlParameter[] parameters) => connection.ScalarAsync<T>(sql, parameters, ct, limit);

    public Task CreateSchemaAsync() => CdmSchema.CreateClinicalAsync(connection, ct);

    /// <summary>Fills a table by its statement in Tables/, which answers how many rows it read, wrote and rejected.</summary>
    public async Task FillAsync(string table, params NpgsqlParameter[] parameters)
    {
        var count = await CountAsync(table, CdmSql.Read($"Tables/{table}.sql"), parameters);
        tables.Add(count with { Read = count.Read + rejectedBefore, Rejected = count.Rejected + rejectedBefore });
        rejectedBefore = 0;
    }

    /// <summary>Runs a statement of Intermediate/ that answers as those of Tables/ do. What it rejects is counted with the next table.</summary>
    public async Task PrepareAsync(string name, params NpgsqlParameter[] parameters) =>
        rejectedBefore = (await CountAsync(name, CdmSql.Read($"Intermediate/{name}.sql"), parameters)).Rejected;

    /// <summary>
    /// Fills an event table from every file that has codes for it, and rejects the orphans of the files that imply it.
    /// The cost of such an event is filed under <paramref name="domain"/>.
    /// </summary>
    public async Task FillEventsAsync(string table, string domain, params string[] files)
    {
        await ExecuteAsync(CdmSql.Read("Intermediate/event.sql"));
        await ExecuteAsync(CdmSql.Read("Intermediate/routed_table.sql"));

        var rejected = await ScalarAsync<long>(CdmSql.Read("Intermediate/reject_events.sql"), Run, Sql.Value(files));
        var sources = await ScalarAsync<string[]>("""
            SELECT coalesce(array_agg(DISTINCT file), '{}')
            FROM staging.concept_map
            WHERE target_table = $1
            """, Sql.Text(table));
        await ExecuteAsync(CdmSql.Read("Intermediate/routed.sql"), Sql.Text(table), Sql.Value(sources!));
        await ExecuteAsync(CdmSql.Read("Intermediate/numbered.sql").Replace("{table}", table, StringComparison.Ordinal));
        var written = await ExecuteAsync(CdmSql.Read($"Tables/{table}.sql"));
        await ExecuteAsync("""
            INSERT INTO staging.cost_line (domain, event_id, person_id, incurred_on, total_cost, payer_coverage)
            SELECT $1, id, person_id, started::date, base_cost, payer_coverage
            FROM pg_temp.routed
            WHERE leads AND base_cost IS NOT NULL
            """, Sql.Text(domain));

        var (read, unmapped, unvisited, reversed) = await JudgeAsync();
        tables.Add(new(table, read + rejected, written, rejected));
        NoteIf(unmapped, $"{table}: {unmapped} rows have no standard concept and are kept as concept 0");
        NoteIf(unvisited, $"{table}: {unvisited} rows name an encounter that is not there, or is another patient's, and are kept without a visit");
        NoteIf(reversed, $"{table}: {reversed} rows stop before they start and are kept, ending when they start");
    }

    /// <summary>Refuses a CDM that breaks a check; the message names each.</summary>
    public async Task CheckAsync()
    {
        var broken = await ScalarAsync<string>($"""
            SELECT string_agg(name || ' (' || violations || ')', ', ')
            FROM ({CdmSql.Read("Schema/checks.sql")}) AS broken
            """);
        if (broken is not null)
            throw new LoadRefusedException($"The new CDM breaks {broken} and is not published; the one in use stays.");
    }

    /// <summary>A temporary view holds on to the tables below it: it must not outlive the step.</summary>
    public Task ForgetEventsAsync() => ExecuteAsync("DROP VIEW IF EXISTS pg_temp.event, pg_temp.routed");

    async Task<(long Read, long Unmapped, long Unvisited, long Reversed)> JudgeAsync()
    {
        await using var command = new NpgsqlCommand("""
            SELECT count(*) FILTER (WHERE nth = 1)
                 , count(*) FILTER (WHERE concept_id = 0)
                 , count(*) FILTER (WHERE lacks_visit)
                 , count(*) FILTER (WHERE stopped < started)
            FROM pg_temp.candidate
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    async Task<TableCount> CountAsync(string table, string sql, NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)limit.TotalSeconds };
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(table, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    void NoteIf(long rows, string notice)
    {
        if (rows > 0)
            notices.Add(notice);
    }
}
