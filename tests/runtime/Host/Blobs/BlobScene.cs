using System.Text;
using Asan.Runtime.Blobs;
using Asan.Tests;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>A store and a database of one test's own, and the hosts that it starts on them.</summary>
public sealed class BlobScene : IAsyncDisposable
{
    // One emulator serves all tests: each has containers of its own, by the setting Box in their names.
    readonly string box = $"b{Guid.NewGuid():N}";
    readonly List<TestHost> hosts = [];
    readonly NpgsqlDataSource db;

    BlobScene(string folder, Dictionary<string, string> settings, IBlobStore store)
    {
        Folder = folder;
        Settings = settings;
        Store = store;
        db = NpgsqlDataSource.Create(settings["Postgres:ConnectionString"]);
        settings["Box"] = box;
    }

    /// <summary>What its hosts are told.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>The store's folder, where it is one.</summary>
    public string Folder { get; }

    public IBlobStore Store { get; }

    public Ledger Ledger { get; } = new();

    internal IEnumerable<CapturedLog.Line> Logged => hosts.SelectMany(host => host.Log.Lines);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<BlobScene> NewAsync(Postgres postgres, Azurite? azurite = null, StoreKind kind = StoreKind.Folder)
    {
        var folder = Directory.CreateTempSubdirectory("asan-scene-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["Postgres:ConnectionString"] = await postgres.CreateAsync(),
            ["Blobs:PollInterval"] = "00:00:00.050",
            ["Blobs:SettleTime"] = "00:00:00",
            ["Blobs:RetryPause"] = "00:00:00.010",
        };
        if (kind == StoreKind.Folder)
        {
            settings["Blobs:Folder"] = folder;
            return new(folder, settings, BlobConnection.OpenFolder(folder));
        }

        settings["Blobs:ConnectionString"] = await azurite!.ConnectionStringAsync();
        return new(folder, settings, BlobConnection.Open(settings["Blobs:ConnectionString"]));
    }

    internal async Task<TestHost> StartAsync(Type functions, params (string Name, string Value)[] more)
    {
        var host = await TestHost.StartAsync(new TestHost.Setup(functions)
        {
            Settings = Settings.Concat(more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value),
            Configure = builder => builder.Services.AddSingleton(Ledger),
        });
        hosts.Add(host);
        return host;
    }

    /// <summary>Where a container of a folder lies.</summary>
    public string PathOf(string container) => Path.Combine(Folder, $"{box}{container}");

    internal async Task StopAsync(TestHost host)
    {
        hosts.Remove(host);
        await host.DisposeAsync();
    }

    public IBlobContainer Container(string name) => Store.Container($"{box}{name}");

    public Task<Blob?> PutAsync(string container, string name, string text) =>
        Container(container).PutAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(text)), BlobCondition.None, Ct);

    public async Task<string?> TextAsync(string container, string name)
    {
        await using var stream = await Container(container).OpenAsync(name, null, Ct);
        return stream is null ? null : await new StreamReader(stream).ReadToEndAsync(Ct);
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = db.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    public Task<long> CountAsync(int status) => AskAsync<long>($"SELECT count(*) FROM durable.blob_receipts WHERE status = {status}");

    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(10, Ct);
    }

    /// <summary>Waits until so many versions have ended, and none is left.</summary>
    public Task EndedAsync(int versions) =>
        UntilAsync(() => AskAsync<bool>($"SELECT count(*) = {versions} AND bool_and(status > 0) FROM durable.blob_receipts"));

    public async Task ExecuteAsync(string sql)
    {
        await using var command = db.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await host.DisposeAsync();
        await db.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
