namespace Asan.Runtime.Durable.History;

/// <summary>History as it counts. A rewind deletes nothing: it is one more event, and names what before it no longer counts.</summary>
static class EffectiveHistory
{
    public static IReadOnlyList<TurnRecord> Of(IReadOnlyList<TurnRecord> turns)
    {
        if (!turns.Any(turn => turn.Events.Any(e => e.Kind == EventKind.ExecutionRewound)))
            return turns;

        // Backwards: a number that was undone may be given again after the rewind, and then it counts.
        var undone = new HashSet<int>();
        var reopened = new HashSet<int>();
        var effective = new TurnRecord[turns.Count];
        for (var i = turns.Count - 1; i >= 0; i--)
        {
            var counting = new List<HistoryEvent>();
            foreach (var happened in turns[i].Events.Reverse())
            {
                if (happened.Kind == EventKind.ExecutionRewound)
                {
                    undone.UnionWith(happened.Undone ?? []);
                    reopened.UnionWith(happened.Reopened ?? []);
                }

                var gone = happened.IsAction && undone.Contains(happened.TaskId)
                    || happened.IsAnswer && (undone.Contains(happened.TaskId) || reopened.Contains(happened.TaskId));
                if (!gone)
                    counting.Add(happened);
            }

            counting.Reverse();
            effective[i] = turns[i] with { Events = counting };
        }

        return effective;
    }
}
