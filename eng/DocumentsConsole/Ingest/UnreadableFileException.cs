namespace Asan.DocumentsConsole.Ingest;

/// <summary>A file on this machine cannot be read.</summary>
sealed class UnreadableFileException(string message) : Exception(message);
