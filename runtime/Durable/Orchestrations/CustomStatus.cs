namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>A custom status that was set, to null too.</summary>
sealed record CustomStatus(object? Value);
