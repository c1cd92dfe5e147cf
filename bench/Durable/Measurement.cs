namespace Asan.Bench.Durable;

/// <summary>One run of one case by one side, with what it cost the server.</summary>
sealed record Measurement(string Way, Answer Answer, Reading Cost);
