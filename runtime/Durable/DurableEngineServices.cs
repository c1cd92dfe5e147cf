using Asan.Runtime.Durable.Client;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Asan.Runtime.Durable;

/// <summary>Registers the engine: a worker as a hosted service, and a <see cref="DurableTaskClient"/>.</summary>
public static class DurableEngineServices
{
    /// <summary>Runs the tasks of the default <see cref="DurableTaskRegistry"/> under the default <see cref="DurableTaskWorkerOptions"/>.</summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services, Action<DurableEngineOptions>? configure = null)
    {
        var options = services.AddOptions<DurableEngineOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DurableEngineOptions>>().Value);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value);
        services.AddSingleton<WorkerIdentity>();
        services.AddSingleton(Settings);
        AddOnDatabase(services);
        AddWorker(services);
        AddClient(services);
        return services;
    }

    // The engine has pools of its own: what the application does with the database must not keep turns from committing.
    static void AddOnDatabase(IServiceCollection services)
    {
        foreach (var kind in EngineConnections.Kinds)
            services.AddKeyedSingleton<NpgsqlDataSource>(kind, (provider, _) => EngineConnections.Create(provider.GetRequiredService<DurableEngineOptions>(), kind));
        services.AddSingleton(provider => On<TurnStore>(provider, EngineConnections.Turns));
        services.AddSingleton(provider => On<InboxStore>(provider, EngineConnections.Polls));
        services.AddSingleton(provider => On<LeaseStore>(provider, EngineConnections.Turns));
        services.AddSingleton(provider => On<HistoryStore>(provider, EngineConnections.Turns));
        services.AddSingleton(provider => On<InstanceStore>(provider, EngineConnections.Clients));
        services.AddSingleton(provider => On<FamilyStore>(provider, EngineConnections.Clients));
        services.AddSingleton(provider => On<RewindStore>(provider, EngineConnections.Clients));
        services.AddSingleton(provider => On<PurgeStore>(provider, EngineConnections.Clients));
        services.AddSingleton(provider => On<DatabaseClock>(provider, EngineConnections.Clients));
        services.AddSingleton(provider => On<Notifications>(provider, EngineConnections.Hints));
    }

    static void AddWorker(IServiceCollection services)
    {
        services.AddSingleton<HeldInstances>();
        services.AddSingleton(provider => new ExecutionCache(provider.GetRequiredService<DurableEngineOptions>().CachedExecutions));
        services.AddSingleton<WakeSignals>();
        services.AddSingleton<CompletionWatch>();
        services.AddSingleton<WorkerState>();
        services.AddSingleton<VersionPolicy>();
        services.AddSingleton<ActivityInvoker>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ActivityRunner>(
            provider, On<ActivityStore>(provider, EngineConnections.Turns), On<ActivityStore>(provider, EngineConnections.Polls)));
        services.AddSingleton<TurnAftermath>();
        services.AddSingleton<TurnCommitter>();
        services.AddSingleton<Rewinder>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InboxPoller>(
            provider, On<LeaseStore>(provider, EngineConnections.Polls), On<HistoryStore>(provider, EngineConnections.Polls)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<LeaseKeeper>(
            provider, On<LeaseStore>(provider, EngineConnections.Leases), On<ActivityStore>(provider, EngineConnections.Leases)));
        services.AddSingleton<HistoryRetention>();
        services.AddHostedService(provider => On<DurableWorker>(provider, EngineConnections.Turns));
    }

    static void AddClient(IServiceCollection services)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InstanceStarter>(
            provider, provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value.DefaultVersion ?? ""));
        services.AddSingleton<InstancePurger>();
        services.TryAddSingleton<DurableTaskClient>(provider => ActivatorUtilities.CreateInstance<EngineClient>(
            provider, provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value.DataConverter));
    }

    static T On<T>(IServiceProvider provider, string kind) => ActivatorUtilities.CreateInstance<T>(
        provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(kind));

    static OrchestrationSettings Settings(IServiceProvider provider)
    {
        var worker = provider.GetRequiredService<DurableTaskWorkerOptions>();
        return new(
            provider.GetRequiredService<IOptions<DurableTaskRegistry>>().Value,
            provider,
            worker.DataConverter,
            worker.Versioning?.DefaultVersion ?? "",
            worker.MaximumTimerInterval,
            provider.GetRequiredService<ILoggerFactory>())
        {
            MaximumPayload = provider.GetRequiredService<DurableEngineOptions>().MaximumPayload,
        };
    }
}
