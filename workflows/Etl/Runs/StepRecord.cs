namespace Asan.Workflows.Etl.Runs;

/// <summary>Where a step of a run's build stands from this moment on; the report comes with its success.</summary>
public sealed record StepRecord(string RunId, int Build, int Number, string Status, DateTimeOffset At, StepReport? Report = null);
