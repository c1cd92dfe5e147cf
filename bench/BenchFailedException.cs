namespace Asan.Bench;

/// <summary>There is no figure; the message says why.</summary>
sealed class BenchFailedException(string message) : Exception(message);
