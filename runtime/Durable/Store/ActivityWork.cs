namespace Asan.Runtime.Durable.Store;

/// <summary>An activity leased to this worker.</summary>
/// <param name="Attempt">1 for the first run; more when a worker before lost it.</param>
/// <param name="InputPayload">Where the input stands apart and was not read yet.</param>
/// <param name="Trace">The client span of its call, where it is traced.</param>
sealed record ActivityWork(ActivityKey Key, string InstanceId, string Name, string? Version, string? Input, int Attempt, Guid? InputPayload = null, string? Trace = null);
