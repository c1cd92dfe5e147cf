using Asan.Runtime.Blobs;

namespace Asan.Runtime.Host.Blobs;

/// <summary>A version of a blob that this host has taken to handle.</summary>
/// <param name="Id">Its row, which may be told where a name may not.</param>
/// <param name="Blob">The blob as it was seen.</param>
/// <param name="Attempt">Which try this is, from 1; those that ended with their host count.</param>
/// <param name="Lost">How many tries ended with their host, or with its lease.</param>
/// <param name="Reason">Why the last try failed; null when there was none that said so.</param>
sealed record BlobReceipt(long Id, Blob Blob, int Attempt, int Lost, string? Reason)
{
    /// <summary>May be what its hosts died of: it is handled alone, so that no other blob is blamed with it.</summary>
    public bool IsSuspect => Lost >= 2;
}
