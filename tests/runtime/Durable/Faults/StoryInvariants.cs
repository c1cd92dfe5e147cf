using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>What a single history must hold, whatever befell the workers that wrote it.</summary>
static class StoryInvariants
{
    public static IEnumerable<string> Violations(Story story, OrchestrationSettings settings) =>
    [
        .. StartedOnce(story),
        .. AnsweredOnce(story),
        .. WithoutGaps(story),
        .. ReplayedAlike(story, settings),
        .. TimersOnce(story),
    ];

    static IEnumerable<string> StartedOnce(Story story)
    {
        if (story.Events.Count(e => e.Kind == EventKind.ExecutionStarted) is var starts and not 1)
            yield return $"I2: the history of '{story.Id}' has {starts} starts.";
        if (story.Identity.Generation != 1)
            yield return $"I2: '{story.Id}' was started {story.Identity.Generation} times.";
    }

    static IEnumerable<string> AnsweredOnce(Story story)
    {
        var answers = story.Events
            .Where(e => e.Kind is EventKind.TaskCompleted or EventKind.TaskFailed or EventKind.SubOrchestrationInstanceCompleted or EventKind.SubOrchestrationInstanceFailed)
            .ToLookup(e => e.TaskId);

        foreach (var call in story.Events.Where(e => e.Kind is EventKind.TaskScheduled or EventKind.SubOrchestrationInstanceCreated))
        {
            var recorded = answers[call.TaskId].Count();
            if (recorded > 1)
                yield return $"I3: '{story.Id}' recorded {recorded} results of its call #{call.TaskId} ({call.Name}).";
            if (recorded == 0 && story.Status == OrchestrationRuntimeStatus.Completed)
                yield return $"I3: '{story.Id}' completed without a result of its call #{call.TaskId} ({call.Name}).";
        }

        foreach (var answer in answers.Where(a => !story.Events.Any(e => Story.IsAction(e) && e.TaskId == a.Key)))
            yield return $"I3: '{story.Id}' recorded a result of #{answer.Key}, which it never called.";
    }

    static IEnumerable<string> WithoutGaps(Story story)
    {
        var expected = Enumerable.Range(story.FirstTurn, story.Turn - story.FirstTurn + 1).ToArray();
        if (!story.Turns.Select(turn => turn.Turn).SequenceEqual(expected))
            yield return $"I5: the turns of '{story.Id}' are {string.Join(' ', story.Turns.Select(turn => turn.Turn))}, where {string.Join(' ', expected)} were committed.";

        if (story.Turns.Zip(story.Turns.Skip(1)).Any(pair => pair.First.AtTicks > pair.Second.AtTicks))
            yield return $"I5: time runs back in the history of '{story.Id}'.";
    }

    // Each turn runs again on the messages it had, and must take the actions it took, to the letter.
    static IEnumerable<string> ReplayedAlike(Story story, OrchestrationSettings settings)
    {
        var execution = new OrchestrationExecution(story.Identity, settings);
        foreach (var turn in story.Turns)
        {
            var again = execution.Run(turn.AtTicks, [.. turn.Events.Where(e => !Story.IsAction(e))]);
            var completion = (again.Ending as Ending.Finished)?.Completion;
            var taken = Written(completion is null ? again.Actions : [.. again.Actions, completion]);
            var recorded = Written(turn.Events.Where(Story.IsAction));
            if (taken == recorded)
                continue;

            yield return $"I5: turn {turn.Turn} of '{story.Id}' recorded {recorded}, and taken again it does {taken}.";
            yield break;
        }
    }

    // Spans are drawn by lot, wherever somebody in this process listens to them.
    static string Written(IEnumerable<HistoryEvent> actions) =>
        HistoryJson.Write([.. actions.Select(action => action with { TraceParent = null, TraceState = null, SpanId = null })]);

    static IEnumerable<string> TimersOnce(Story story)
    {
        var fired = story.Turns.SelectMany(turn => turn.Events.Where(e => e.Kind == EventKind.TimerFired), (turn, e) => (turn.AtTicks, Fired: e)).ToLookup(f => f.Fired.TaskId);
        foreach (var timer in story.Events.Where(e => e.Kind == EventKind.TimerCreated))
        {
            if (fired[timer.TaskId].Count() is var times and > 1)
                yield return $"I7: timer #{timer.TaskId} of '{story.Id}' fired {times} times.";
            if (fired[timer.TaskId].Any(f => f.AtTicks < timer.FireAt))
                yield return $"I7: timer #{timer.TaskId} of '{story.Id}' fired early.";
        }
    }
}
