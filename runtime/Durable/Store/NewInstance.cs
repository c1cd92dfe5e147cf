namespace Asan.Runtime.Durable.Store;

/// <summary>An instance to start.</summary>
/// <param name="AtTicks">When it was asked for (ticks, UTC); with the id it recognises this very start after a lost answer.</param>
/// <param name="StartAt">Not before (UTC); null: at once.</param>
/// <param name="Trace">The span that starts it, where somebody traces.</param>
sealed record NewInstance(string InstanceId, string Name, string? Version, string? Input, IReadOnlyDictionary<string, string>? Tags, long AtTicks, DateTime? StartAt, string? Trace = null);
