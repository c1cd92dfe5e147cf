namespace Asan.Doors;

/// <summary>A command could not begin or be followed to its end; the message says why, to the person who typed it.</summary>
public sealed class CommandException(string message) : Exception(message);
