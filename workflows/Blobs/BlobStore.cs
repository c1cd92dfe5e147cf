using Microsoft.Extensions.Options;

namespace Asan.Workflows.Blobs;

/// <summary>The containers of this installation, each a folder below the one that the options name.</summary>
public sealed class BlobStore(IOptions<BlobsOptions> options)
{
    /// <summary>What hospitals hand in, to be loaded.</summary>
    public BlobContainer Sources { get; } = new("sources", Path.Combine(Path.GetFullPath(options.Value.Folder), "sources"));
}
