namespace Asan.Runtime.Host.Blobs;

/// <summary>What became of a version: the status of its row.</summary>
enum BlobOutcome : short
{
    Handled = 1,
    Poisoned = 2,

    /// <summary>It was replaced or removed before it was handled, or is one that was handled under another ETag.</summary>
    PassedOver = 3,
}
