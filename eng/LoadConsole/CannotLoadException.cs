namespace Asan.Load;

/// <summary>The load could not begin or be followed; the message says why, to the person who typed the command.</summary>
sealed class CannotLoadException(string message) : Exception(message);
