using System.Text.Json;
using Asan.Runtime.Durable.Chaos;
using Asan.Runtime.Durable.Client;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>
/// A hub whose hosts do <see cref="Chores"/> and keep a ledger, and the sensible user who gives them: one that starts an instance under an id of its
/// own and raises an event under a name, so that it may ask again whenever it is not told what became of it.
/// </summary>
sealed class Scenario : IAsyncDisposable
{
    readonly Postgres postgres;

    Scenario(Postgres postgres, string database)
    {
        this.postgres = postgres;
        Database = database;
        Db = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { ApplicationName = "ledger" }.ConnectionString);
        Ledger = new(Db, Hub, "in this process");
    }

    public string Hub { get; } = EngineHost.NewHub();

    /// <summary>The database, straight.</summary>
    public string Database { get; }

    public NpgsqlDataSource Db { get; }

    public Ledger Ledger { get; }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Scenario> OpenAsync(Postgres postgres, string? database = null)
    {
        var scenario = new Scenario(postgres, database ?? await EngineHost.SharedDatabaseAsync(postgres));
        await Schema.DurableSchema.MigrateAsync(scenario.Db, Ct);
        await Ledger.CreateAsync(scenario.Db, Ct);
        return scenario;
    }

    public Task<EngineHost> HostAsync(Action<DurableEngineOptions>? options = null, bool forceReplay = false) => EngineHost.StartAsync(
        postgres,
        tasks => Chores.Register(tasks, Ledger),
        forceReplay,
        engine =>
        {
            engine.ConnectionString = Database;
            engine.TaskHub = Hub;
            options?.Invoke(engine);
        });

    public async Task StartAsync(DurableTaskClient client, string id, string name, object input, string output)
    {
        await Ledger.StartedAsync(id, JsonSerializer.Serialize(output), accepted: false);
        await InsistAsync(async () =>
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), Ct);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // The start before this one was accepted.
            }
        });
        await Ledger.StartedAsync(id, JsonSerializer.Serialize(output));
    }

    public async Task SendAsync(DurableTaskClient client, string id, string letter)
    {
        await Ledger.SentAsync(id, JsonSerializer.Serialize(letter), accepted: false);
        await InsistAsync(() => ((EngineClient)client).RaiseEventAsync(id, Chores.LetterName, letter, letter, Ct));
        await Ledger.SentAsync(id, JsonSerializer.Serialize(letter));
    }

    /// <summary>One instance with an activity, a timer, an event and a child, from its start to its end.</summary>
    public async Task<OrchestrationMetadata> EverythingAsync(EngineHost host, string id, int milliseconds = 10)
    {
        await StartAsync(host.Client, id, Chores.Everything, milliseconds, Chores.OutputOfEverything($"letter to {id}"));
        await host.UntilAsync(id, found => found.SerializedCustomStatus is not null || found.IsCompleted);
        await SendAsync(host.Client, id, $"letter to {id}");
        return await host.EndAsync(id);
    }

    /// <summary>Fails with every invariant that does not hold. Where hosts still run, their sessions may stay.</summary>
    public async Task CheckAsync(DurableEngineOptions engine, bool hostsAreGone = true) =>
        Assert.Empty(await new Invariants(Db, engine) { HostsAreGone = hostsAreGone }.SettledAsync(TimeSpan.FromSeconds(30), Ct));

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Db.CreateCommand(sql.Replace("$hub", $"'{Hub}'", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync(Ct);
    }

    public ValueTask DisposeAsync() => Db.DisposeAsync();

    static async Task InsistAsync(Func<Task> ask)
    {
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                await Task.Delay(50, Ct);
            }
        }
    }
}
