namespace Asan.Functions.Ingestion;

/// <summary>A file that is being received is longer than a document may be.</summary>
sealed class FileTooLongException() : Exception("The file is longer than a document may be.");
