using System.Diagnostics;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Tracing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Runs one activity in a scope of its own and makes an event of how it ended.</summary>
sealed class ActivityInvoker(OrchestrationSettings settings, DurableEngineOptions options, ILogger<ActivityInvoker> logger)
{
    public async Task<HistoryEvent> InvokeAsync(ActivityWork work)
    {
        using var span = Tracer.Running(work);
        var began = Stopwatch.GetTimestamp();
        var result = await RunAsync(work);
        EngineMeter.Ran(work.Name, Stopwatch.GetElapsedTime(began), result.Failure is not null);
        if (result.Failure is { } failure)
            Tracer.Fail(span, failure.Message);
        return result;
    }

    async Task<HistoryEvent> RunAsync(ActivityWork work)
    {
        if (work.Attempt > options.MaximumActivityAttempts)
            return Failed(work, Failure.Final(
                "ActivityAttemptsExhausted",
                $"The activity '{work.Name}' was begun {options.MaximumActivityAttempts} times and its worker died or lost its lease each time."));

        if (!settings.Registry.TryGetActivity(new TaskName(work.Name), new TaskVersion(work.Version), out var create))
            return Failed(work, Failure.Final("ActivityTaskNotFound", $"No activity task named '{work.Name}' was found."));

        try
        {
            await using var scope = settings.Services.CreateAsyncScope();
            var activity = create(scope.ServiceProvider);
            var input = settings.DataConverter.Deserialize(work.Input, activity.InputType);
            var output = await activity.RunAsync(new Context(work), input);

            var data = settings.DataConverter.Serialize(output);
            if (PayloadSize.Excess(data, options.MaximumPayload) is { } excess)
                return Failed(work, Failure.Final(PayloadSize.TooLarge, $"The result of the activity '{work.Name}' {excess}"));

            return new()
            {
                Kind = EventKind.TaskCompleted,
                TaskId = work.Key.TaskId,
                Data = data,
            };
        }
        // Whatever the application's code throws becomes the call's failure: the orchestrator decides what to do about it.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.ActivityFailed(work.Name, work.InstanceId, work.Key.TaskId, error.GetType());
            return Failed(work, Describe(work, error));
        }
    }

    Failure Describe(ActivityWork work, Exception error)
    {
        try
        {
            return Failure.From(error, settings.Services.GetService<IExceptionPropertiesProvider>());
        }
        // The provider is the application's too, and so are the values it gives: the failure is told without them.
        catch (Exception unwritable) when (unwritable is not OutOfMemoryException)
        {
            logger.PropertiesLost(work.Name, work.InstanceId, work.Key.TaskId, unwritable);
            return Failure.From(error);
        }
    }

    static HistoryEvent Failed(ActivityWork work, Failure failure) => new()
    {
        Kind = EventKind.TaskFailed,
        TaskId = work.Key.TaskId,
        Failure = failure,
    };

    sealed class Context(ActivityWork work) : TaskActivityContext
    {
        public override TaskName Name => new(work.Name);

        public override string InstanceId => work.InstanceId;

        public override string Version => work.Version ?? "";
    }
}
