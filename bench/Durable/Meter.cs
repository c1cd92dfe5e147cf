using Npgsql;

namespace Asan.Bench.Durable;

/// <summary>What the server spends: CPU of all its processes, transactions, fsyncs and bytes of WAL.</summary>
sealed class Meter : IAsyncDisposable
{
    /// <summary>After so long a session that has nothing to do tells the server's counters what it did.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(11);

    readonly NpgsqlDataSource db;
    readonly string folder;

    Meter(NpgsqlDataSource db, string folder) => (this.db, this.folder) = (db, folder);

    public static async Task<Meter> OpenAsync(string database, CancellationToken ct)
    {
        var db = NpgsqlDataSource.Create(database);
        await using var command = db.CreateCommand("SHOW data_directory");
        return new(db, (string)(await command.ExecuteScalarAsync(ct))!);
    }

    /// <summary>The server's counters, all told.</summary>
    public async Task<Counters> ReadAsync(CancellationToken ct)
    {
        await Task.Delay(Settle, ct);
        await using var command = db.CreateCommand("""
            SELECT xact_commit, (SELECT wal_sync FROM pg_stat_wal), (SELECT wal_bytes FROM pg_stat_wal)::bigint
            FROM pg_stat_database
            WHERE datname = current_database()
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    /// <summary>CPU of all the server's processes. A session that ended leaves its own in its parent's count of dead children.</summary>
    public double CpuSeconds()
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
