namespace Asan.Runtime.Blobs.Tests;

public sealed class FolderContractTests : ContainerContract
{
    readonly string folder = Directory.CreateTempSubdirectory("asan-blobs-").FullName;

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return base.DisposeAsync();
    }

    protected override Task<IBlobStore> OpenStoreAsync() => Task.FromResult(BlobConnection.OpenFolder(folder));
}
