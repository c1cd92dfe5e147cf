namespace Asan.Bench.Durable;

/// <summary>One run of one case by one side.</summary>
sealed record Measurement(string Way, Answer Answer);
