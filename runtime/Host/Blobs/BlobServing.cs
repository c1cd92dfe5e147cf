using Asan.Runtime.Blobs;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Admin;
using Asan.Runtime.Host.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Registers what functions with blob bindings need, and the triggers where there are any. Receipts are kept in the engine's database, under its task hub.</summary>
static class BlobServing
{
    public static void AddTo(IServiceCollection services, IConfiguration configuration, FunctionCatalog catalog)
    {
        if (!catalog.NeedsBlobs)
            return;

        services.AddBlobStore(configuration);
        services.AddSingleton<BlobStores>();
        services.AddOptions<BlobTriggerOptions>().Configure(options => options.Bind(configuration)).ValidateDataAnnotations().ValidateOnStart();
        if (!catalog.Blobs.Any())
            return;

        services.AddSingleton<BlobFunctions>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<BlobReceiptStore>(
            provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(EngineConnections.Receipts), provider.GetRequiredKeyedService<NpgsqlDataSource>(EngineConnections.Leases)));
        services.AddSingleton<BlobScanner>();
        services.AddSingleton<BlobHandler>();
        services.AddSingleton<BlobLeases>();
        services.AddHostedService<BlobService>();
        services.AddSingleton<BlobsByHand>();
        foreach (var function in catalog.Blobs)
            services.AddSingleton(provider => new ManualTrigger(
                function.Name, (path, ct) => provider.GetRequiredService<BlobsByHand>().RunAsync(function.Name, path, ct)));
    }
}
