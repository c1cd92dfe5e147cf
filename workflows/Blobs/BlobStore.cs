using Asan.Runtime.Blobs;

namespace Asan.Workflows.Blobs;

/// <summary>The containers of this installation, in whichever store it has.</summary>
public sealed class BlobStore(IBlobStore store)
{
    /// <summary>What hospitals hand in, to be loaded.</summary>
    public IBlobContainer Sources { get; } = store.Container("sources");
}
