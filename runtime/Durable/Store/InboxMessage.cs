using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Store;

/// <summary>A message waiting in the inbox.</summary>
/// <param name="Generation">The only execution it is meant for; null: whichever runs.</param>
sealed record InboxMessage(long Instance, long Id, int? Generation, HistoryEvent Event);
