namespace Asan.Workflows.Etl.Runs;

/// <summary>A run begins at this moment, or has ended at it: well when there is no error.</summary>
public sealed record RunRecord(string RunId, DateTimeOffset At, bool HasEnded, string? Error = null);
