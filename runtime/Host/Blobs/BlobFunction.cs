using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Invocation;

namespace Asan.Runtime.Host.Blobs;

/// <summary>A function that blobs call, and where they lie.</summary>
/// <param name="Function">The function.</param>
/// <param name="Pattern">Which blobs it wants.</param>
/// <param name="Connection">The setting that names the store; null is the installation's own.</param>
/// <param name="Container">Where they lie.</param>
sealed record BlobFunction(ServedFunction Function, BlobPattern Pattern, string? Connection, IBlobContainer Container)
{
    public string Name => Function.Name;

    /// <summary>What tells this container from those of other stores.</summary>
    public string Source => $"{Connection}/{Pattern.Container}";
}
