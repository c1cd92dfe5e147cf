using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Tracing;
using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Orchestrations;

/// <content>What comes in: recorded events and new messages, each heard once and handed to whoever waits for it.</content>
sealed partial class OrchestrationExecution
{
    /// <returns>False for a message that came before, under the same name.</returns>
    bool Apply(HistoryEvent happened)
    {
        var isNew = heard.IsNew(happened);
        if (isNew && broken is null)
            Heed(happened);
        return isNew;
    }

    void Heed(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.ExecutionSuspended:
                suspended = true;
                break;
            case EventKind.ExecutionResumed:
                suspended = false;
                while (!suspended && whileSuspended.TryDequeue(out var waiting))
                    Heed(waiting);
                break;
            case EventKind.ExecutionTerminated:
                terminated = happened;
                break;
            case EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationInstanceCreated or EventKind.EventSent:
                taken.Remove(happened.TaskId, out var again);
                broken = NonDeterminism.Between(happened, again);
                if (broken is not null)
                    EngineMeter.ReplayMismatched(identity.Name);
                if (happened.TraceParent is not null && open.TryGetValue(happened.TaskId, out var call))
                    call.TraceParent = happened.TraceParent;
                break;
            case EventKind.ExecutionCompleted or EventKind.ExecutionRewound:
                break;
            case EventKind.Unreadable:
                broken = Failure.Final("UnreadableHistory", $"An event of this instance cannot be read: {happened.Data}");
                break;
            case var _ when suspended:
                whileSuspended.Enqueue(happened);
                break;
            default:
                thread.Run(() => Deliver(happened));
                break;
        }
    }

    void Deliver(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.ExecutionStarted:
                // A start that is delivered twice starts once.
                if (main is null)
                    Start(happened);
                break;
            case EventKind.TaskCompleted or EventKind.SubOrchestrationInstanceCompleted or EventKind.TimerFired:
                if (Close(happened.TaskId, out var done))
                {
                    Answered(done, happened);
                    done.Complete(happened.Data);
                }

                break;
            case EventKind.TaskFailed or EventKind.SubOrchestrationInstanceFailed:
                if (Close(happened.TaskId, out var failed))
                {
                    Answered(failed, happened);
                    failed.Fail(happened.Failure);
                }

                break;
            case EventKind.EventRaised:
                Raise(happened);
                break;
            default:
                throw new InvalidOperationException($"An instance cannot receive {happened.Kind}.");
        }
    }

    void Answered(OpenTask call, HistoryEvent answer)
    {
        if (!IsReplaying)
            trace?.Answered(call, answer, CurrentUtc);
    }

    void Start(HistoryEvent started)
    {
        (Trace, trace) = ((started.TraceParent, started.TraceState), OrchestrationTrace.Of(started, identity, CurrentUtc));
        StartedAt = CurrentUtc;
        heard.Recall(started);
        Input = started.Data;
        Tags = started.Tags;
        context = new ReplayContext(this);

        if (!settings.Registry.TryGetOrchestrator(new TaskName(identity.Name), new TaskVersion(identity.Version), out var create))
        {
            broken = Failure.Final("OrchestratorTaskNotFound", $"No orchestrator task named '{identity.Name}' was found.");
            return;
        }

        try
        {
            var orchestrator = create(settings.Services);
            main = orchestrator.RunAsync(context, settings.DataConverter.Deserialize(started.Data, orchestrator.InputType));
        }
        // The orchestrator's own code, its constructor or the reading of its input: all of them the application's, and each ends the instance with its reason.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            main = Task.FromException<object?>(error);
        }
    }

    void Raise(HistoryEvent raised)
    {
        try
        {
            events.Raise(raised.Name!, raised.Data);
        }
        // A payload that cannot be read as what the orchestrator waits for: its code has no place to catch it, so the instance ends.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            broken = Failure.From(error);
        }
    }
}
