namespace Asan.Runtime.Host.Blobs;

/// <summary>The version that a function was called for is no longer there.</summary>
sealed class BlobChangedException() : IOException("The blob was changed or removed before the function had it.");
