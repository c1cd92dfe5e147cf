namespace Asan.Workflows.Etl.Runs;

/// <summary>A run begins its first build, or another one, at this moment, or has ended at it: well when there is no error.</summary>
public sealed record RunRecord(string RunId, int Build, DateTimeOffset At, bool HasEnded, string? Error = null);
