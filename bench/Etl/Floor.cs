using System.Diagnostics;
using Npgsql;

namespace Asan.Bench.Etl;

/// <summary>
/// The least that any load must do: bring the raw files in, bring the finished tables in, and make their keys and indices. One connection,
/// nothing transformed.
/// </summary>
static class Floor
{
    public static async Task<FloorTimes> MeasureAsync(Server server, string finished, string folder, CancellationToken ct)
    {
        var dump = Directory.CreateTempSubdirectory("asan-bench-cdm-").FullName;
        try
        {
            await using var from = NpgsqlDataSource.Create(finished);
            var tables = await FinishedTable.AllAsync(from, ct);
            foreach (var table in tables)
                await table.DumpAsync(from, dump, ct);

            await using var to = NpgsqlDataSource.Create(await server.CreateAsync("floor", ct));
            await using var connection = await to.OpenConnectionAsync(ct);
            await server.SettleAsync(ct);
            var raw = await TimeAsync(() => CopyRawAsync(connection, folder, ct));
            await server.SettleAsync(ct);
            var copied = await TimeAsync(() => CopyFinishedAsync(connection, tables, dump, ct));
            var keyed = await TimeAsync(() => KeyAsync(connection, tables, ct));
            return new(raw, copied, keyed, tables.Sum(table => table.Rows));
        }
        finally
        {
            Directory.Delete(dump, recursive: true);
        }
    }

    // As text, unlogged, each in a transaction of its own: what a staging area costs at least.
    static async Task CopyRawAsync(NpgsqlConnection connection, string folder, CancellationToken ct)
    {
        await ExecuteAsync(connection, "CREATE SCHEMA raw", ct);
        var buffer = new char[1 << 16];
        foreach (var file in Sources.Read)
        {
            using var reader = new StreamReader(Path.Combine(folder, $"{file}.csv"));
            var columns = (await reader.ReadLineAsync(ct))!.Split(',');
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var definition = string.Join(", ", columns.Select(column => $"\"{column.ToLowerInvariant()}\" text"));
            await ExecuteAsync(connection, $"CREATE UNLOGGED TABLE raw.{file} ({definition})", ct);
            await using (var writer = await connection.BeginTextImportAsync($"COPY raw.{file} FROM STDIN (FORMAT csv)", ct))
                for (int read; (read = await reader.ReadBlockAsync(buffer, ct)) > 0;)
                    await writer.WriteAsync(buffer.AsMemory(0, read), ct);
            await transaction.CommitAsync(ct);
        }
    }

    static async Task CopyFinishedAsync(NpgsqlConnection connection, IReadOnlyList<FinishedTable> tables, string dump, CancellationToken ct)
    {
        await ExecuteAsync(connection, "CREATE SCHEMA cdm", ct);
        foreach (var table in tables)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await ExecuteAsync(connection, $"CREATE TABLE cdm.{table.Name} ({table.Columns})", ct);
            await using (var stream = File.OpenRead(Path.Combine(dump, table.Name)))
            await using (var copy = await connection.BeginRawBinaryCopyAsync($"COPY cdm.{table.Name} FROM STDIN (FORMAT binary)", ct))
                await stream.CopyToAsync(copy, 1 << 16, ct);
            await transaction.CommitAsync(ct);
        }
    }

    static async Task KeyAsync(NpgsqlConnection connection, IReadOnlyList<FinishedTable> tables, CancellationToken ct)
    {
        foreach (var statement in tables.SelectMany(table => table.Keys))
            await ExecuteAsync(connection, statement, ct);
    }

    static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What the least took.</summary>
sealed record FloorTimes(TimeSpan Raw, TimeSpan Finished, TimeSpan Keys, long FinishedRows)
{
    public TimeSpan Total => Raw + Finished + Keys;
}
