using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Blobs;

/// <summary>Registers the installation's <see cref="IBlobStore"/>.</summary>
public static class BlobServices
{
    /// <summary>The store that the section <c>Blobs</c> names. Asked for by both the host and the application, there is one.</summary>
    public static IServiceCollection AddBlobStore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ServiceType == typeof(IBlobStore)))
            return services;

        services.AddOptions<BlobsOptions>()
            .Bind(configuration.GetSection(BlobsOptions.Section))
            .Validate(
                options => string.IsNullOrWhiteSpace(options.Folder) != string.IsNullOrWhiteSpace(options.ConnectionString),
                "Blobs:Folder names no folder for the containers, nor Blobs:ConnectionString a storage account, or both are set: set Blobs__Folder, or the other.")
            .ValidateOnStart();
        services.TryAddSingleton<IBlobStore>(provider =>
            provider.GetRequiredService<IOptions<BlobsOptions>>().Value is { Folder.Length: 0 } account
                ? BlobConnection.Open(account.ConnectionString)
                : BlobConnection.OpenFolder(provider.GetRequiredService<IOptions<BlobsOptions>>().Value.Folder));
        return services;
    }
}
