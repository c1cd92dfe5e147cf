using System.Collections.Concurrent;
using System.Threading.Channels;
using Asan.Tests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Tests.Timers;

/// <summary>A database, the hosts on it with a lease of a second, and what their timers saw.</summary>
public sealed class TimerScene : IAsyncDisposable
{
    readonly Channel<TimerInfo> runs = Channel.CreateUnbounded<TimerInfo>();
    readonly List<TestHost> hosts = [];
    readonly List<CapturedLog> logs = [];
    readonly NpgsqlDataSource db;
    readonly string connection;

    TimerScene(string connection) => (this.connection, db) = (connection, NpgsqlDataSource.Create(connection));

    /// <summary>A run ends when this does.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Runs that nobody has asked for yet.</summary>
    public int Waiting => runs.Reader.Count;

    internal IEnumerable<CapturedLog.Line> Logged => logs.SelectMany(log => log.Lines);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    ConcurrentDictionary<string, ConcurrentQueue<string>> Notes { get; } = [];

    public static async Task<TimerScene> NewAsync(Postgres postgres) => new(await postgres.CreateAsync());

    internal async Task<TestHost> StartAsync(Type functions, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["Postgres:ConnectionString"] = connection, ["Durable:Lease"] = "00:00:01" };
        foreach (var (key, value) in settings)
            all[key] = value;
        var host = await TestHost.StartAsync(new TestHost.Setup(functions) { Settings = all, Configure = builder => builder.Services.AddSingleton(this) });
        hosts.Add(host);
        logs.Add(host.Log);
        return host;
    }

    internal async Task StopAsync(TestHost host)
    {
        hosts.Remove(host);
        await host.DisposeAsync();
    }

    /// <summary>A row of this function as a host would have left it, due when this expression says.</summary>
    internal async Task RememberAsync(Type functions, string due)
    {
        var host = await StartAsync(functions);
        await UntilAsync("SELECT count(*) = 1 FROM durable.schedules");
        await StopAsync(host);
        await AskAsync($"UPDATE durable.schedules SET next_due = {due}, last_due = {due} - interval '1 year'");
    }

    public async Task<TimerInfo> NextAsync() => await runs.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Ct);

    public async Task SeeAsync(TimerInfo timer, CancellationToken ct)
    {
        await runs.Writer.WriteAsync(timer, ct);
        if (Gate is { } gate)
            await gate.Task.WaitAsync(ct);
    }

    public void Note(string function, string what) => Notes.GetOrAdd(function, _ => []).Enqueue(what);

    public IReadOnlyCollection<string> Noted(string function) => Notes.GetValueOrDefault(function) ?? [];

    public async Task LoggedAsync(int number)
    {
        while (!Logged.Any(line => line.Event == number))
            await Task.Delay(20, Ct);
    }

    public async Task UntilAsync(string sql)
    {
        while (await AskAsync(sql) is not true)
            await Task.Delay(20, Ct);
    }

    public async Task<object?> AskAsync(string sql)
    {
        await using var command = db.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        Gate?.TrySetResult();
        foreach (var host in hosts)
            await host.DisposeAsync();
        await db.DisposeAsync();
    }
}
