using Npgsql;

namespace Asan.Bench.Durable;

/// <summary>What the server spent between two readings: CPU seconds of all its processes, transactions, fsyncs and bytes of WAL.</summary>
sealed class Meter : IAsyncDisposable
{
    // The server's own figures are told late: sessions report when they have been idle for a moment.
    static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(700);

    readonly NpgsqlDataSource db;
    readonly string folder;

    Meter(NpgsqlDataSource db, string folder) => (this.db, this.folder) = (db, folder);

    public static async Task<Meter> OpenAsync(string database, CancellationToken ct)
    {
        var db = NpgsqlDataSource.Create(database);
        await using var command = db.CreateCommand("SHOW data_directory");
        return new(db, (string)(await command.ExecuteScalarAsync(ct))!);
    }

    public async Task<Reading> ReadAsync(CancellationToken ct)
    {
        var cpu = CpuSeconds();
        await Task.Delay(Settle, ct);
        await using var command = db.CreateCommand("""
            SELECT xact_commit, (SELECT wal_sync FROM pg_stat_wal), (SELECT wal_bytes FROM pg_stat_wal)::bigint
            FROM pg_stat_database
            WHERE datname = current_database()
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(cpu, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    // A session that ended meanwhile takes its own time with it and leaves it in its parent's count of dead children.
    double CpuSeconds()
    {
        var postmaster = File.ReadLines(Path.Combine(folder, "postmaster.pid")).First();
        var ticks = Fields(postmaster).Skip(11).Take(4).Sum(long.Parse);
        foreach (var child in File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            ticks += Fields(child).Skip(11).Take(2).Sum(long.Parse);
        return ticks / 100.0;
    }

    // After the name, which may hold anything; a process that is gone has spent nothing more.
    static string[] Fields(string process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return [];
        }
    }
}
