namespace Asan.Runtime.Blobs;

/// <summary>What was asked for cannot be, however often it is tried: a name, a container or a connection that is none. The message says why.</summary>
public sealed class BlobRefusedException(string message, Exception? cause = null) : Exception(message, cause);
