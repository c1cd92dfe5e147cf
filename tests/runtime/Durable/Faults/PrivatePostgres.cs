using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>
/// A server of a test's own, to be stopped, crashed and led astray. It is a folder below /tmp: data, socket, log; no TCP. As root it runs as the user
/// postgres, since a server will not run as root.
/// </summary>
sealed class PrivatePostgres : IAsyncDisposable
{
    static readonly Lazy<string> Bin = new(FindBin);
    static readonly bool IsRoot = Environment.UserName == "root";
    static int made;

    readonly string folder;

    PrivatePostgres(string folder) => this.folder = folder;

    public string Socket => Path.Combine(folder, "socket");

    public string Data => Path.Combine(folder, "data");

    public string ConnectionString => $"Host={Socket};Username=postgres;Database=postgres;Include Error Detail=true";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A fresh server that answers.</summary>
    /// <param name="settings">Lines of postgresql.conf.</param>
    public static async Task<PrivatePostgres> StartAsync(params string[] settings)
    {
        await RemoveOrphansAsync();
        var server = await MakeAsync();
        await RunAsync(Path.Combine(Bin.Value, "initdb"), "-D", server.Data, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync");
        await server.ConfigureAsync(settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>A standby that follows this server and answers.</summary>
    public async Task<PrivatePostgres> FollowAsync()
    {
        var standby = await MakeAsync();
        await RunAsync(Path.Combine(Bin.Value, "pg_basebackup"), "-h", Socket, "-U", "postgres", "-D", standby.Data, "-R", "-c", "fast", "--no-sync");
        await standby.ConfigureAsync();
        await standby.StartAsync();
        return standby;
    }

    public Task StartAsync() => ControlAsync("start", "-w", "-t", "60", "-l", Path.Combine(folder, "log"));

    /// <param name="mode">fast, or immediate: that is a crash.</param>
    public Task StopAsync(string mode) => ControlAsync("stop", "-w", "-t", "60", "-m", mode);

    public Task PromoteAsync() => ControlAsync("promote", "-w", "-t", "60");

    public Task ReloadAsync() => ControlAsync("reload");

    /// <summary>The process that all others of the server come from.</summary>
    public async Task<int> PostmasterAsync() =>
        int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"), Ct))[0], CultureInfo.InvariantCulture);

    public async Task<string> LogAsync() => await File.ReadAllTextAsync(Path.Combine(folder, "log"), Ct);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>The pids of the sessions that match.</summary>
    public async Task<IReadOnlyList<int>> SessionsAsync(string where)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand($"SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND {where}", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var pids = new List<int>();
        while (await reader.ReadAsync(Ct))
            pids.Add(reader.GetInt32(0));
        return pids;
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await TryAsync(Path.Combine(Bin.Value, "pg_ctl"), "stop", "-D", Data, "-w", "-m", "immediate");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs a command as the server's user; fails with what it said.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, said) = await TryAsync(program, arguments);
        return code == 0 ? said : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {said}");
    }

    async Task ConfigureAsync(params string[] settings)
    {
        var lines = new[]
        {
            "listen_addresses = ''", $"unix_socket_directories = '{Socket}'", "timezone = 'UTC'", "shared_buffers = 64MB", "max_connections = 200",
            "wal_level = replica", "max_wal_senders = 4", "hot_standby = on", "max_wal_size = 1GB", "log_timezone = 'UTC'", "jit = off",
        };
        await File.AppendAllLinesAsync(Path.Combine(Data, "postgresql.conf"), [.. lines, .. settings], Ct);
    }

    Task ControlAsync(string verb, params string[] arguments) => RunAsync(Path.Combine(Bin.Value, "pg_ctl"), [verb, "-D", Data, .. arguments]);

    static async Task<PrivatePostgres> MakeAsync()
    {
        var server = new PrivatePostgres($"/tmp/asan-fault.{Environment.ProcessId}.{Interlocked.Increment(ref made)}");
        await ShellAsync("mkdir", "-p", "-m", "0700", server.folder, server.Socket);
        if (IsRoot)
            await ShellAsync("chown", "-R", "postgres:postgres", server.folder);
        return server;
    }

    // A test run that was killed could not stop its servers.
    static async Task RemoveOrphansAsync()
    {
        foreach (var old in Directory.GetDirectories("/tmp", "asan-fault.*"))
            if (old.Split('.') is [_, var process, _] && !Directory.Exists($"/proc/{process}"))
                await new PrivatePostgres(old).DisposeAsync();
    }

    static string FindBin() => Directory.GetDirectories("/usr/lib/postgresql")
        .Where(version => File.Exists(Path.Combine(version, "bin", "initdb")))
        .OrderByDescending(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Select(version => Path.Combine(version, "bin"))
        .First();

    static Task<(int Code, string Said)> TryAsync(string program, params string[] arguments) =>
        IsRoot ? ShellAsync("runuser", ["-u", "postgres", "--", "env", "LC_ALL=C.UTF-8", program, .. arguments]) : ShellAsync(program, arguments);

    // What a server that was started leaves behind keeps our pipes: they are not waited for.
    static async Task<(int Code, string Said)> ShellAsync(string program, params string[] arguments)
    {
        var said = Path.GetTempFileName();
        try
        {
            var quoted = string.Join(' ', arguments.Prepend(program).Select(a => $"'{a}'"));
            using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"cd / && exec {quoted} > {said} 2>&1 < /dev/null"]))!;
            await process.WaitForExitAsync(CancellationToken.None);
            return (process.ExitCode, await File.ReadAllTextAsync(said, CancellationToken.None));
        }
        finally
        {
            File.Delete(said);
        }
    }
}
