using Asan.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Orchestrations;

/// <content>How it ends: with a result, a failure, a termination, or a next generation.</content>
sealed partial class OrchestrationExecution
{
    // An instance ends only when its code has returned and nothing it scheduled is still open.
    Ending? End()
    {
        if (thread.Strayed || WaitsForNothingDurable())
            broken ??= Failure.From(new InvalidOperationException(StrayMessage));

        if (broken is not null)
            return Finish(OrchestrationRuntimeStatus.Failed, null, broken);

        if (terminated is not null)
            return Finish(OrchestrationRuntimeStatus.Terminated, terminated.Data, null);

        if (suspended || main is not { IsCompleted: true } || open.Count > 0)
            return null;

        if (!main.IsCompletedSuccessfully)
            return Finish(OrchestrationRuntimeStatus.Failed, null, Failure.From(main.Exception?.InnerException ?? new TaskCanceledException(main)));

        try
        {
            Ending ending = Restart is { } restart
                ? Again(restart)
                : Finish(OrchestrationRuntimeStatus.Completed, settings.DataConverter.Serialize(main.Result), null);
            return TooLarge(ending) is { } failure ? Finish(OrchestrationRuntimeStatus.Failed, null, failure) : ending;
        }
        // The result and the next input are the application's own types, and so are the errors of writing them.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Finish(OrchestrationRuntimeStatus.Failed, null, Failure.From(error));
        }
    }

    static IEnumerable<Exception> Causes(Exception? error) => error switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(Causes),
        _ => Causes(error.InnerException).Prepend(error),
    };

    Failure? TooLarge(Ending ending)
    {
        var (what, value) = ending switch
        {
            Ending.Again again => ("next input", again.Input),
            Ending.Finished finished => ("output", finished.Completion.Data),
            _ => ("", null),
        };
        return PayloadSize.Excess(value, settings.MaximumPayload) is { } excess ? Failure.Final(PayloadSize.TooLarge, $"The {what} of '{identity.Name}' {excess}") : null;
    }

    bool WaitsForNothingDurable() =>
        main is { IsCompleted: false } && !suspended && terminated is null && open.Count == 0 && !events.AnyWaiting;

    Ending.Finished Finish(OrchestrationRuntimeStatus status, string? output, Failure? failure) => new(new HistoryEvent
    {
        Kind = EventKind.ExecutionCompleted,
        TaskId = nextTaskId++,
        Status = (int)status,
        Data = output,
        Failure = failure,
    });

    Ending.Again Again(ContinueAsNewOptions restart) => new(
        settings.DataConverter.Serialize(restart.NewInput),
        restart.NewVersion ?? identity.Version,
        restart.PreserveUnprocessedEvents
            ? [.. events.Unprocessed.Select(e => new HistoryEvent { Kind = EventKind.EventRaised, Name = e.Name, Data = e.Payload })]
            : [],
        heard.Latest);

    OrchestrationRuntimeStatus Status(Ending? ending) => ending switch
    {
        Ending.Finished finished => (OrchestrationRuntimeStatus)finished.Completion.Status,
        _ when suspended => OrchestrationRuntimeStatus.Suspended,
        _ => OrchestrationRuntimeStatus.Running,
    };

    CustomStatus? WrittenCustomStatus()
    {
        try
        {
            return CustomStatus is { Value: { } value } ? new(settings.DataConverter.Serialize(value)) : CustomStatus;
        }
        // As with a result: what cannot be written ends its own instance.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            broken ??= Failure.From(error);
            return null;
        }
    }
}
