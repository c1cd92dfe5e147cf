namespace Asan.Documents.Isolation;

/// <summary>The other side of a pipe does not keep to the protocol. Whoever sees it ends the worker.</summary>
sealed class ProtocolException(string message) : IOException(message);
