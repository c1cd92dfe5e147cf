using Asan.Runtime.Blobs;

namespace Asan.Workflows.Blobs;

/// <summary>The containers of this installation, in whichever store it has.</summary>
public sealed class BlobStore(IBlobStore store)
{
    /// <summary>What hospitals hand in, to be loaded.</summary>
    public IBlobContainer Sources { get; } = store.Container("sources");

    /// <summary>What is dropped to be found, and stays there.</summary>
    public IBlobContainer Documents { get; } = store.Container("documents");

    /// <summary>What is posted to be found, by the number of its upload.</summary>
    public IBlobContainer Uploads { get; } = store.Container("uploads");

    /// <summary>What could not be read, each with its problem beside it.</summary>
    public IBlobContainer FailedDocuments { get; } = store.Container("documents-failed");
}
