using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>A client in a process that runs no worker: what it starts, others run.</summary>
sealed class LoneClient : IAsyncDisposable
{
    readonly ServiceProvider services;

    public LoneClient(Scenario scenario, TimeSpan? lease = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IHostApplicationLifetime>(_ => throw new NotSupportedException("A client runs no host."));
        collection.AddDurableEngine(engine =>
        {
            engine.ConnectionString = scenario.Database;
            engine.TaskHub = scenario.Hub;
            engine.Lease = lease ?? engine.Lease;
        });
        services = collection.BuildServiceProvider();
    }

    public DurableTaskClient Client => services.GetRequiredService<DurableTaskClient>();

    public DurableEngineOptions Options => services.GetRequiredService<DurableEngineOptions>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
