using System.Collections.Concurrent;
using Asan.Runtime.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Blobs;

/// <summary>The stores that attributes mean: the installation's own, or the one behind a setting that Connection names.</summary>
sealed class BlobStores(IServiceProvider services, IConfiguration configuration)
{
    readonly ConcurrentDictionary<string, Lazy<IBlobStore>> named = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="BlobRefusedException">There is no such setting, or it opens no store.</exception>
    public IBlobStore Of(string? connection) =>
        connection is null ? services.GetRequiredService<IBlobStore>() : named.GetOrAdd(connection, name => new(() => Open(name))).Value;

    // As the official host looks for it.
    IBlobStore Open(string name) =>
        new[] { $"AzureWebJobs{name}", name, $"ConnectionStrings:{name}" }.Select(key => configuration[key]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) is { } setting
            ? BlobConnection.Open(setting)
            : throw new BlobRefusedException($"A blob binding has the Connection {name}, and there is no such setting.");
}
