using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>
/// Finds what a failed execution must forget to go on from before its failure: the failures it died of, and what it did about them. Work that
/// succeeded is kept: a failure that the code overcame, by a retry or otherwise, is no longer a failure but part of the way it went.
/// </summary>
/// <remarks>
/// Found by trial: the history is replayed without a failure, and what the code then no longer takes is what it did about it. A failure is forgiven
/// when that loses no success. All at once first, then by halves, the later before the earlier; what the engine's own retries made good is known.
/// </remarks>
sealed class Rewind(IReadOnlyList<TurnRecord> history, Func<OrchestrationExecution> begin)
{
    // Each replays the whole history on the thread of a turn. An instance that caught so many failures itself keeps the oldest of them.
    const int MostTrials = 200;

    readonly HashSet<int> forgiven = [];
    int trials;

    /// <summary>Finds the failures to forgive.</summary>
    /// <returns>The children that are to answer, for the first time or once more.</returns>
    public IReadOnlyList<(int TaskId, string Child)> Forgive()
    {
        var overcome = Replay([]).Execution.Overcome;
        var failures = history.SelectMany(turn => turn.Events).Where(e => e.IsFailure && !overcome.Contains(e.TaskId)).Select(e => e.TaskId).Distinct().ToArray();
        ForgiveWhatCostsNothing(failures);

        // What it died of is forgiven at any price: the code did something about it, and then threw it all the same.
        var trial = Replay([]);
        while (trial.Execution.HasThrown && trial.Execution.FailedWith.Intersect(failures).Except(forgiven).ToArray() is { Length: > 0 } fatal)
        {
            forgiven.UnionWith(fatal);
            trial = Replay([]);
        }

        return [.. trial.Execution.Unanswered.Where(call => call.Child is not null).Select(call => (call.TaskId, call.Child!))];
    }

    /// <summary>The execution at the point it goes on from, and the event that says what no longer counts.</summary>
    /// <param name="lost">Children that will never answer: they are called anew.</param>
    public (OrchestrationExecution Execution, HistoryEvent Rewound) Finish(IReadOnlyCollection<int> lost, string? reason)
    {
        var last = Replay([]);

        // Calls that were under way when the execution died: their rows went with it. One that does not fit its history dies again of that.
        if (!last.Execution.IsBroken)
            last = Replay([.. last.Execution.Unanswered.Where(call => call.Child is null).Select(call => call.TaskId), .. lost]);
        return (last.Execution, new()
        {
            Kind = EventKind.ExecutionRewound,
            Data = reason,
            Undone = [.. last.Undone.Order()],
            Reopened = [.. forgiven.Except(last.Undone).Order()],
        });
    }

    void ForgiveWhatCostsNothing(ReadOnlySpan<int> failures)
    {
        if (failures.IsEmpty || trials > MostTrials)
            return;

        forgiven.UnionWith(failures.ToArray());
        if (!Replay([]).LosesSuccess)
            return;

        forgiven.ExceptWith(failures.ToArray());
        if (failures.Length == 1)
            return;

        // The later half first: what came last is the more likely to be what it died of.
        var half = failures.Length / 2;
        ForgiveWhatCostsNothing(failures[half..]);
        ForgiveWhatCostsNothing(failures[..half]);
    }

    Trial Replay(HashSet<int> abandoned)
    {
        trials++;
        var trial = new Trial(begin());
        foreach (var turn in history)
            foreach (var happened in turn.Events)
                if (trial.Counts(happened, forgiven, abandoned))
                    trial.Execution.Replay(turn with { Events = [happened] });
        return trial;
    }

    sealed class Trial(OrchestrationExecution execution)
    {
        bool strict;

        public OrchestrationExecution Execution => execution;

        public HashSet<int> Undone { get; } = [];

        public bool LosesSuccess { get; private set; }

        public bool Counts(HistoryEvent happened, HashSet<int> forgiven, HashSet<int> abandoned)
        {
            var id = happened.TaskId;
            if (happened.IsAction)
            {
                var called = abandoned.Contains(id) || happened.Kind == EventKind.TaskScheduled && forgiven.Contains(id);

                // Once a failure was left out the code may number its calls in another way: only what it takes again to the letter is the same.
                var mismatch = strict && !execution.Took(happened);
                LosesSuccess |= !called && mismatch && happened.Kind is EventKind.SubOrchestrationInstanceCreated or EventKind.EventSent;
                if (called || mismatch)
                    Undone.Add(id);
                return !called && !mismatch;
            }

            if (!happened.IsAnswer)
                return true;

            var left = happened.IsFailure && forgiven.Contains(id);
            strict |= left;
            LosesSuccess |= Undone.Contains(id) && happened.Kind is EventKind.TaskCompleted or EventKind.SubOrchestrationInstanceCompleted;
            return !left && !Undone.Contains(id);
        }
    }
}
