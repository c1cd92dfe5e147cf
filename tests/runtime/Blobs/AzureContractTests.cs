using Asan.Tests;

namespace Asan.Runtime.Blobs.Tests;

public sealed class AzureContractTests(Azurite azurite) : ContainerContract
{
    protected override async Task<IBlobStore> OpenStoreAsync() => BlobConnection.Open(await azurite.ConnectionStringAsync());
}
