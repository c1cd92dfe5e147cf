using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Tests;

/// <summary>
/// A host with the engine and the test's own tasks, on a task hub of its own: hubs share a database and see nothing of each other. Several on one hub
/// are replicas.
/// </summary>
sealed class EngineHost : IAsyncDisposable
{
    static readonly Lock Gate = new();
    static Task<string>? shared;

    readonly IHost host;
    readonly Alarms alarms;

    EngineHost(IHost host, Alarms alarms)
    {
        this.host = host;
        this.alarms = alarms;
    }

    public DurableTaskClient Client => host.Services.GetRequiredService<DurableTaskClient>();

    public IServiceProvider Services => host.Services;

    public DurableEngineOptions Options => host.Services.GetRequiredService<DurableEngineOptions>();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The database that the tests' hubs share.</summary>
    public static Task<string> SharedDatabaseAsync(Postgres postgres)
    {
        lock (Gate)
            return shared ??= postgres.CreateAsync();
    }

    public static string NewHub() => Guid.NewGuid().ToString("N");

    public static async Task<EngineHost> StartAsync(
        Postgres postgres,
        Action<DurableTaskRegistry> tasks,
        bool forceReplay = false,
        Action<DurableEngineOptions>? options = null,
        Action<DurableTaskWorkerOptions>? worker = null,
        Action<IServiceCollection>? services = null)
    {
        var database = await SharedDatabaseAsync(postgres);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging();
        var alarms = new Alarms();
        builder.Logging.AddProvider(alarms);
        builder.Services.Configure(tasks);
        if (worker is not null)
            builder.Services.Configure(worker);
        services?.Invoke(builder.Services);
        builder.Services.AddDurableEngine(engine =>
        {
            engine.ConnectionString = database;
            engine.TaskHub = NewHub();
            engine.ForceReplay = forceReplay;
            options?.Invoke(engine);
        });

        var host = builder.Build();
        await host.StartAsync(Ct);
        return new(host, alarms);
    }

    public Task<string> BeginAsync(string name, object? input = null, StartOrchestrationOptions? options = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, options, Ct);

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, StartOrchestrationOptions? options = null) =>
        await EndAsync(await BeginAsync(name, input, options));

    /// <summary>Waits until an instance's first turn is over: it waits for what it waits for.</summary>
    public Task<OrchestrationMetadata> StartedAsync(string id) => PatientlyAsync(ct => Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true, ct));

    /// <summary>The same of an instance that an orchestration is about to create.</summary>
    public Task<OrchestrationMetadata> StartedOnceThereAsync(string id) => UntilAsync(id, found => found.RuntimeStatus != OrchestrationRuntimeStatus.Pending);

    public Task<OrchestrationMetadata> EndAsync(string id) => PatientlyAsync(ct => Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, ct));

    public Task RaiseAsync(string id, string name, object? payload = null) => Client.RaiseEventAsync(id, name, payload, Ct);

    public Task TerminateAsync(string id, object? output = null) => Client.TerminateInstanceAsync(id, output, Ct);

    public Task SuspendAsync(string id) => Client.SuspendInstanceAsync(id, "reason", Ct);

    public Task ResumeAsync(string id) => Client.ResumeInstanceAsync(id, "reason", Ct);

    public Task<OrchestrationMetadata?> FindAsync(string id) => Client.GetInstancesAsync(id, getInputsAndOutputs: true, Ct);

    /// <summary>Waits until the instance looks like this: for what the client has no wait for.</summary>
    public Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> reached) => PatientlyAsync(async ct =>
    {
        while (true)
        {
            if (await Client.GetInstancesAsync(id, getInputsAndOutputs: true, ct) is { } found && reached(found))
                return found;
            await Task.Delay(10, ct);
        }
    });

    /// <summary>The turns of the execution that runs or ended.</summary>
    public async Task<IReadOnlyList<TurnRecord>> TurnsAsync(string id)
    {
        var stored = await Services.GetRequiredService<InstanceStore>().FindAsync(id, Ct);
        var turns = await Services.GetRequiredService<HistoryStore>().ReadAsync([(stored!.Key, 0)], Ct);
        return [.. turns[stored.Key]];
    }

    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string id) => [.. (await TurnsAsync(id)).SelectMany(turn => turn.Events)];

    /// <summary>History in short: kinds and numbers, turns parted by a bar.</summary>
    public async Task<string> ShapeAsync(string id) =>
        string.Join(" | ", (await TurnsAsync(id)).Select(turn => string.Join(' ', turn.Events.Select(e => $"{e.Kind}#{e.TaskId}"))));

    /// <summary>How many rows of a table a hub's instances own.</summary>
    public async Task<long> CountAsync(string table, string where = "true")
    {
        await using var db = Npgsql.NpgsqlDataSource.Create(Options.ConnectionString);
        await using var command = db.CreateCommand(
            $"SELECT count(*) FROM durable.{table} t JOIN durable.instances i ON i.id = t.{(table == "instances" ? "id" : "instance")} WHERE i.task_hub = $1 AND ({where})");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = Options.TaskHub });
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    public Task StopAsync() => host.StopAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            host.Dispose();
    }

    // Far more than any test needs, and an end for one that would wait for ever: no wait outlives an engine that failed.
    async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> wait)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct, stopping);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        try
        {
            return await wait(patience.Token);
        }
        catch (OperationCanceledException) when (!alarms.Raised.IsEmpty)
        {
            throw new InvalidOperationException($"The engine stopped. {string.Join('\n', alarms.Raised)}");
        }
    }
}
