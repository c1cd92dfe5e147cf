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
    // Far more than any fault here takes to be over.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    readonly Postgres postgres;

    Scenario(Postgres postgres, string database, string ledger)
    {
        this.postgres = postgres;
        Database = database;
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(ledger) { ApplicationName = "ledger", TargetSessionAttributes = null, HostRecheckSeconds = 1 }.ConnectionString);
        Db = database.Contains(',', StringComparison.Ordinal) ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
        Ledger = new(Db, Hub, "in this process");
    }

    public string Hub { get; } = EngineHost.NewHub();

    /// <summary>The database, straight.</summary>
    public string Database { get; }

    public NpgsqlDataSource Db { get; }

    public Ledger Ledger { get; }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Scenario> OpenAsync(Postgres postgres, string? database = null, string? ledger = null)
    {
        database ??= await EngineHost.SharedDatabaseAsync(postgres);
        var scenario = new Scenario(postgres, database, ledger ?? database);
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
    public async Task<OrchestrationMetadata> EverythingAsync(DurableTaskClient client, string id, int milliseconds = 10)
    {
        await StartAsync(client, id, Chores.Everything, milliseconds, Chores.OutputOfEverything($"letter to {id}"));
        while (await InsistAsync(() => client.GetInstancesAsync(id, getInputsAndOutputs: true, Ct)) is { SerializedCustomStatus: null, IsCompleted: false })
            await Task.Delay(10, Ct);
        await SendAsync(client, id, $"letter to {id}");
        return await EndAsync(client, id);
    }

    public async Task<OrchestrationMetadata> ThreeStepsAsync(DurableTaskClient client, string id, int milliseconds)
    {
        await StartAsync(client, id, Chores.ThreeSteps, new ThreeChores(milliseconds, milliseconds, milliseconds), Chores.OutputOfThreeSteps);
        return await EndAsync(client, id);
    }

    public static Task<OrchestrationMetadata> EndAsync(DurableTaskClient client, string id) =>
        InsistAsync(() => client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Ct));

    /// <summary>
    /// Lets two hosts work while something strikes, and then once more. All that was begun must end as if nothing had been, the hosts must outlive it,
    /// and every invariant hold.
    /// </summary>
    public async Task SurviveAsync(Func<Task> strike, Action<DurableEngineOptions>? options = null)
    {
        var hosts = await Task.WhenAll(HostAsync(Short), HostAsync(Short));
        var engine = hosts[0].Options;
        try
        {
            var work = Enumerable.Range(0, 20).Select(i => ThreeStepsAsync(hosts[i % 2].Client, $"three {i}", 60 + i * 10))
                .Concat(Enumerable.Range(0, 10).Select(i => EverythingAsync(hosts[i % 2].Client, $"everything {i}", 60))).ToArray();
            await RunsAsync(1);

            await strike();
            await Task.WhenAll(work).WaitAsync(Longest, Ct);

            await Task.WhenAll(hosts.Select((host, i) => ThreeStepsAsync(host.Client, $"afterwards {i}", 1))).WaitAsync(Longest, Ct);
        }
        finally
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
        }

        await CheckAsync(engine);

        void Short(DurableEngineOptions each)
        {
            each.Lease = TimeSpan.FromSeconds(5);
            each.SweepInterval = TimeSpan.FromMilliseconds(500);
            options?.Invoke(each);
        }
    }

    /// <summary>Waits until so many runs of activities have begun, of this call where one is named.</summary>
    public async Task RunsAsync(int atLeast, string? call = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await CountAsync($"SELECT count(*) FROM ledger.runs WHERE hub = $hub AND call = coalesce({(call is null ? "NULL" : $"'{call}'")}, call)") < atLeast)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(2), $"{atLeast} runs of {call ?? "activities"} did not begin within two minutes.");
            await Task.Delay(10, Ct);
        }
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Db.CreateCommand(sql.Replace("$hub", $"'{Hub}'", StringComparison.Ordinal));
        return await InsistAsync(async () => (long)(await command.ExecuteScalarAsync(Ct))!);
    }

    /// <summary>Fails with every invariant that does not hold. Where hosts still run, their sessions may stay.</summary>
    public async Task CheckAsync(DurableEngineOptions engine, bool hostsAreGone = true)
    {
        // Sessions to a server that was before this one.
        Db.Clear();
        Assert.Empty(await new Invariants(Db, engine) { HostsAreGone = hostsAreGone }.SettledAsync(TimeSpan.FromSeconds(30), Ct));
    }

    /// <returns>The rows it touched.</returns>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Db.CreateCommand(sql.Replace("$hub", $"'{Hub}'", StringComparison.Ordinal));
        return await InsistAsync(() => command.ExecuteNonQueryAsync(Ct));
    }

    public ValueTask DisposeAsync() => Db.DisposeAsync();

    static Task InsistAsync(Func<Task> ask) => InsistAsync(async () =>
    {
        await ask();
        return true;
    });

    static async Task<T> InsistAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                await Task.Delay(50, Ct);
            }
        }
    }
}
