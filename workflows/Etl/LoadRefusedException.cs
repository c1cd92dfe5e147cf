namespace Asan.Workflows.Etl;

/// <summary>What was handed in cannot be loaded as it is. Trying again changes nothing: the message says what to mend, and where.</summary>
public sealed class LoadRefusedException(string message, Exception? cause = null) : Exception(message, cause);
