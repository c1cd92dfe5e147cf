namespace Asan.Runtime.Durable.Store;

/// <summary>What became of a turn that was sent to the store.</summary>
/// <param name="Committed">False: the lease was lost, nothing was written, another worker has the instance.</param>
/// <param name="Messages">Messages that the commit put into inboxes of instances this worker may hold: to hand over without reading them back.</param>
/// <param name="Children">Children created already leased to this worker, with their first message.</param>
sealed record TurnOutcome(bool Committed, IReadOnlyList<InboxMessage> Messages, IReadOnlyList<HandedOver> Children)
{
    public static TurnOutcome Lost { get; } = new(false, [], []);

    /// <summary>Written for sure, but the answer got lost: what it would hand over, the sweeps find.</summary>
    public static TurnOutcome Unanswered { get; } = new(true, [], []);
}
