using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Something for an instance to consume in its next turn: an inbox message, or the result of an activity that ran here.</summary>
/// <param name="InboxId">0 for a result handed over in memory: it has no row yet, and its activity's row goes with the turn that consumes it.</param>
readonly record struct Delivery(long InboxId, int? Generation, HistoryEvent Event, ActivityKey? Activity)
{
    public static Delivery Of(InboxMessage message) => new(message.Id, message.Generation, message.Event, null);

    /// <summary>What the claim itself found wrong.</summary>
    public static Delivery Of(HistoryEvent unreadable) => new(0, null, unreadable, null);

    public static Delivery Of(ActivityKey activity, HistoryEvent result) => new(0, activity.Generation, result, activity);
}
