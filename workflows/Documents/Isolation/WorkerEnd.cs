namespace Asan.Documents.Isolation;

/// <summary>A worker that is no more.</summary>
/// <param name="Documents">How many files it was given.</param>
/// <param name="ExitCode">As the system tells it: 128 and the signal for one that was killed; null when it would not end.</param>
/// <param name="Detail">What is known of a crash: types, methods and lines of code. It holds no text of any document; empty when all was well.</param>
public sealed record WorkerEnd(int ProcessId, WorkerEndReason Reason, int Documents, int? ExitCode, string Detail);
