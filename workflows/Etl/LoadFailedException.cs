namespace Asan.Workflows.Etl;

/// <summary>A load has ended without being published; the message is the run's error.</summary>
public sealed class LoadFailedException(string message) : Exception(message);
