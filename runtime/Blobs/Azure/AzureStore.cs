using System.Collections.Concurrent;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>The containers of a storage account, spoken to over its REST interface.</summary>
sealed class AzureStore : IBlobStore, IDisposable
{
    readonly AzureRequests requests;
    readonly ConcurrentDictionary<string, AzureContainer> containers = new(StringComparer.Ordinal);

    public AzureStore(AzureAccount account, TimeProvider? time = null) => requests = new(account, time ?? TimeProvider.System);

    public IBlobContainer Container(string name)
    {
        ContainerNames.Require(name);
        return containers.GetOrAdd(name, static (name, requests) => new AzureContainer(name, requests), requests);
    }

    public void Dispose() => requests.Dispose();
}
