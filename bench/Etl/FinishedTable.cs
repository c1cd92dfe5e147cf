using Npgsql;

namespace Asan.Bench.Etl;

/// <summary>A table of the published CDM: its columns, its rows, and the statements that make its keys and indices anew.</summary>
sealed record FinishedTable(string Name, string Columns, string[] Keys)
{
    public long Rows { get; private set; }

    public static async Task<IReadOnlyList<FinishedTable>> AllAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT tables.relname
                 , (SELECT string_agg(
                        format('%I %s%s', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' NOT NULL' END), ', ' ORDER BY attnum)
                    FROM pg_attribute
                    WHERE attrelid = tables.oid AND attnum > 0 AND NOT attisdropped)
                 , ARRAY(SELECT format('ALTER TABLE cdm.%I ADD CONSTRAINT %I %s', tables.relname, conname, pg_get_constraintdef(oid))
                         FROM pg_constraint
                         WHERE conrelid = tables.oid AND contype = 'p')
                   || ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = tables.oid AND NOT indisprimary ORDER BY indexrelid)
            FROM pg_class AS tables
            WHERE relnamespace = 'cdm'::regnamespace AND relkind = 'r'
            ORDER BY relname
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<FinishedTable>();
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        return found;
    }

    public async Task DumpAsync(NpgsqlDataSource db, string folder, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using (var count = new NpgsqlCommand($"SELECT count(*) FROM cdm.{Name}", connection))
            Rows = (long)(await count.ExecuteScalarAsync(ct))!;

        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY cdm.{Name} TO STDOUT (FORMAT binary)", ct);
        await using var file = File.Create(Path.Combine(folder, Name));
        await copy.CopyToAsync(file, 1 << 16, ct);
    }
}
