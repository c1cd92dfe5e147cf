namespace Asan.Runtime.Blobs;

/// <summary>The store did not do what it was asked, retries included. The message names the operation and the store's own code, never a key.</summary>
public sealed class BlobFailedException(string message, Exception? cause = null) : IOException(message, cause);
