using Asan.Runtime.Durable;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Durable;

/// <summary>Registers the durable engine with what the application and its settings say.</summary>
static class DurableServing
{
    public static void AddTo(IServiceCollection services, IConfiguration configuration, FunctionCatalog catalog)
    {
        var declared = new DurableFunctions(catalog);
        services.AddOptions<DurableTaskRegistry>().Configure<FunctionPipeline, IServiceProvider>(declared.AddTo);

        services.TryAddSingleton<DataConverter>(provider =>
            new FunctionsDataConverter(provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!));
        services.AddOptions<DurableTaskWorkerOptions>().Configure<DataConverter>((options, converter) => options.DataConverter = converter);
        services.AddOptions<DurableTaskWorkerOptions>().Configure(options => Limit(options.Concurrency, configuration.GetSection(HostJson.Section)));
        services.AddOptions<DurableTaskClientOptions>().Configure<DataConverter>((options, converter) => options.DataConverter = converter);

        services.AddDurableEngine();
        DurableWebhooks.AddTo(services);
        services.AddOptions<DurableEngineOptions>().Configure<IOptions<ServingOptions>>((options, serving) => Configure(options, serving.Value, configuration));
    }

    static void Configure(DurableEngineOptions options, ServingOptions serving, IConfiguration configuration)
    {
        options.ConnectionString = configuration["Postgres:ConnectionString"] ?? "";
        // Within what the host leaves it after the requests have ended, and a little less, so that work is given back and not abandoned.
        options.DrainTimeout = TimeSpan.FromSeconds(serving.StopSeconds * 0.8);
        if (configuration[$"{HostJson.Section}:extensions:durableTask:hubName"] is { Length: > 0 } hub)
            options.TaskHub = Hub(hub, configuration);
        configuration.GetSection("Durable").Bind(options);
    }

    static string Hub(string name, IConfiguration configuration)
    {
        try
        {
            return SettingReferences.Resolve(name, configuration);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"host.json: extensions.durableTask.hubName '{name}' {e.Message}");
        }
    }

    static void Limit(DurableTaskWorkerOptions.ConcurrencyOptions concurrency, IConfiguration hostJson)
    {
        if (HostJson.Limit(hostJson, "extensions:durableTask:maxConcurrentActivityFunctions") is { } activities)
            concurrency.MaximumConcurrentActivityWorkItems = activities;
        if (HostJson.Limit(hostJson, "extensions:durableTask:maxConcurrentOrchestratorFunctions") is { } orchestrators)
            concurrency.MaximumConcurrentOrchestrationWorkItems = orchestrators;
    }
}
