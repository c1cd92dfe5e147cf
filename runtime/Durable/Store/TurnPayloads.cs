using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Store;

/// <summary>Takes the large values out of what a turn writes.</summary>
static class TurnPayloads
{
    /// <param name="known">The values set apart in the execution's turns before this one: they go when it starts again.</param>
    public static TurnCommit SetApart(TurnCommit commit, IReadOnlyCollection<Guid> known, DurableEngineOptions options)
    {
        var events = commit.IsRestart ? commit : SetApart(commit, options);
        if (commit.NextGeneration is { } next)
            events = Restart(commit, next, known, options);
        return events;
    }

    static TurnCommit SetApart(TurnCommit commit, DurableEngineOptions options)
    {
        List<NewPayload>? payloads = null;
        HistoryEvent[]? events = null;

        for (var i = 0; i < commit.Events.Count; i++)
            if (Apart(commit.Events[i], options) is { } apart)
            {
                events ??= [.. commit.Events];
                events[i] = apart;
                (payloads ??= []).Add(Of(apart));
            }

        if (payloads is null)
            return commit;

        var completion = commit.IsEnd ? events![^1] : null;
        Guid? answer = null;
        if (completion is { PayloadId: not null, Data: { } output } && commit.Instance.Parent is { } parent)
        {
            // The parent has a copy of its own: either may be purged before the other.
            answer = Guid.CreateVersion7();
            payloads.Add(new(answer.Value, output, parent.InstanceId));
        }

        return commit with { Events = events!, Completion = completion, Payloads = payloads, AnswerPayload = answer };
    }

    // The history of this turn is not kept: what it sends, and what the next generation begins with, is.
    static TurnCommit Restart(TurnCommit commit, IReadOnlyList<HistoryEvent> next, IReadOnlyCollection<Guid> known, DurableEngineOptions options)
    {
        var sent = commit.Events.Select(e => e.Kind is EventKind.EventSent or EventKind.SubOrchestrationInstanceCreated ? Apart(e, options) ?? e : e).ToArray();
        var begun = next.Select(e => Apart(e, options) ?? e).ToArray();
        var dropped = known.Concat(commit.Events.Where(e => e.PayloadId is not null).Select(e => e.PayloadId!.Value)).ToArray();
        return commit with
        {
            Events = sent,
            NextGeneration = begun,
            Payloads = [.. sent.Where((e, i) => e.PayloadId != commit.Events[i].PayloadId).Concat(begun.Where(e => e.PayloadId is not null)).Select(Of)],
            DroppedPayloads = dropped,
        };
    }

    static HistoryEvent? Apart(HistoryEvent happened, DurableEngineOptions options) =>
        happened.PayloadId is null && options.StandsApart(happened.Data) ? happened with { PayloadId = Guid.CreateVersion7() } : null;

    static NewPayload Of(HistoryEvent apart) => apart.Kind switch
    {
        EventKind.SubOrchestrationInstanceCreated => new(apart.PayloadId!.Value, apart.Data!, apart.Target, IsChilds: true),
        EventKind.EventSent => new(apart.PayloadId!.Value, apart.Data!, apart.Target),
        _ => new(apart.PayloadId!.Value, apart.Data!),
    };
}
