namespace Asan.Documents.Isolation;

/// <summary>A worker answers with more than it may.</summary>
sealed class ResultTooLargeException() : IOException("The answer is larger than allowed.");
