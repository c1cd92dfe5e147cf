using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
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
        services.AddOptions<DurableTaskClientOptions>().Configure<DataConverter>((options, converter) => options.DataConverter = converter);
    }

    // The official setting may point to another one: %NAME%.
    internal static string? TaskHub(IConfiguration configuration) =>
        (configuration["Durable:TaskHub"] ?? configuration[$"{HostJson.Section}:extensions:durableTask:hubName"]) switch
        {
            null or "" => null,
            ['%', .. var name, '%'] => configuration[name],
            var hub => hub,
        };
}
