using Asan.Runtime.Durable.Client;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
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

    // The engine has a pool of its own: what the application does with the database must not keep turns from committing.
    static void AddOnDatabase(IServiceCollection services)
    {
        services.AddKeyedSingleton<NpgsqlDataSource>(typeof(DurableEngineServices), (provider, _) => DataSource(provider.GetRequiredService<DurableEngineOptions>()));
        services.AddSingleton(provider => OnDatabase<TurnStore>(provider));
        services.AddSingleton(provider => OnDatabase<InboxStore>(provider));
        services.AddSingleton(provider => OnDatabase<LeaseStore>(provider));
        services.AddSingleton(provider => OnDatabase<HistoryStore>(provider));
        services.AddSingleton(provider => OnDatabase<ActivityStore>(provider));
        services.AddSingleton(provider => OnDatabase<InstanceStore>(provider));
        services.AddSingleton(provider => OnDatabase<DatabaseClock>(provider));
        services.AddSingleton(provider => OnDatabase<Notifications>(provider));
    }

    static void AddWorker(IServiceCollection services)
    {
        services.AddSingleton<HeldInstances>();
        services.AddSingleton(provider => new ExecutionCache(provider.GetRequiredService<DurableEngineOptions>().CachedExecutions));
        services.AddSingleton<WakeSignals>();
        services.AddSingleton<CompletionWatch>();
        services.AddSingleton<WorkerState>();
        services.AddSingleton<ActivityInvoker>();
        services.AddSingleton<ActivityRunner>();
        services.AddSingleton<TurnAftermath>();
        services.AddSingleton<TurnCommitter>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<InboxPoller>();
        services.AddSingleton<LeaseKeeper>();
        services.AddHostedService(provider => OnDatabase<DurableWorker>(provider));
    }

    static void AddClient(IServiceCollection services)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InstanceStarter>(
            provider, provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value.DefaultVersion ?? ""));
        services.AddSingleton<DurableTaskClient>(provider => ActivatorUtilities.CreateInstance<EngineClient>(
            provider, provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value.DataConverter));
    }

    static T OnDatabase<T>(IServiceProvider provider) => ActivatorUtilities.CreateInstance<T>(
        provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(DurableEngineServices)));

    static OrchestrationSettings Settings(IServiceProvider provider)
    {
        var worker = provider.GetRequiredService<DurableTaskWorkerOptions>();
        return new(
            provider.GetRequiredService<IOptions<DurableTaskRegistry>>().Value,
            provider,
            worker.DataConverter,
            worker.Versioning?.DefaultVersion ?? "",
            worker.MaximumTimerInterval,
            provider.GetRequiredService<ILoggerFactory>());
    }

    static NpgsqlDataSource DataSource(DurableEngineOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = $"asan durable {options.TaskHub}",
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Enlist = false,
            KeepAlive = 10,
            CommandTimeout = 60,
        };
        return NpgsqlDataSource.Create(connection);
    }
}
