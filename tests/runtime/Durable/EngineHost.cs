using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Tests;

/// <summary>A host with the engine and the test's own tasks, on a database of its own. Several may share one database: they are replicas.</summary>
sealed class EngineHost : IAsyncDisposable
{
    readonly IHost host;

    EngineHost(IHost host, string connectionString)
    {
        this.host = host;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public DurableTaskClient Client => host.Services.GetRequiredService<DurableTaskClient>();

    public IServiceProvider Services => host.Services;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<EngineHost> StartAsync(
        Postgres postgres,
        Action<DurableTaskRegistry> tasks,
        bool forceReplay = false,
        Action<DurableEngineOptions>? options = null,
        Action<DurableTaskWorkerOptions>? worker = null,
        Action<IServiceCollection>? services = null,
        string? connectionString = null)
    {
        connectionString ??= await postgres.CreateAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure(tasks);
        if (worker is not null)
            builder.Services.Configure(worker);
        services?.Invoke(builder.Services);
        builder.Services.AddDurableEngine(engine =>
        {
            engine.ConnectionString = connectionString;
            engine.ForceReplay = forceReplay;
            options?.Invoke(engine);
        });

        var host = builder.Build();
        await host.StartAsync(Ct);
        return new(host, connectionString);
    }

    /// <summary>Starts an orchestration and waits for its end; a minute is far more than any test needs.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options, Ct);
        return await EndAsync(id);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
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
}
