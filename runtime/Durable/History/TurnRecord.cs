namespace Asan.Runtime.Durable.History;

/// <summary>One committed turn as it is replayed: when it ran, the messages it consumed, then the actions it took.</summary>
sealed record TurnRecord(int Turn, long AtTicks, IReadOnlyList<HistoryEvent> Events);
