using Asan.Workflows.Etl.Runs;
using Microsoft.DurableTask;

namespace Asan.Workflows.Etl;

/// <summary>The steps of one load, run and written down from inside its orchestration. After the first error no other step runs.</summary>
sealed class LoadSteps(TaskOrchestrationContext context, LoadRequest load)
{
    // The database may be restarting or failing over. What is wrong with the input stays wrong, and is not tried again.
    static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 8, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30))
        {
            HandleFailure = Failures.IsTransient,
        });

    readonly List<string> running = [];
    int build;
    int done;

    /// <summary>Why the load has failed; null as long as it has not.</summary>
    public string? Error { get; private set; }

    public Task BeginAsync()
    {
        (Error, done) = (null, 0);
        return context.CallActivityAsync(nameof(RecordRun), new RunRecord(load.RunId, ++build, Now, HasEnded: false), Retry);
    }

    /// <summary>Runs a step, unless one before it failed.</summary>
    public async Task RunAsync(int number)
    {
        if (Error is not null)
            return;

        var name = LoadCdm.Steps[number - 1];
        try
        {
            Show(() => running.Add(name));
            await RecordAsync(number, RunStatus.Running);
            var report = await context.CallActivityAsync<StepReport>(name, new StepRequest(number, load), Retry);
            await RecordAsync(number, RunStatus.Succeeded, report);
            done++;
        }
        catch (TaskFailedException e)
        {
            Error ??= Failures.Describe(name, e.FailureDetails);
            await RecordAsync(number, RunStatus.Failed);
        }

        Show(() => running.Remove(name));
    }

    /// <summary>Whether the steps failed because the staged rows were emptied under them. They refuse to work on others than their own.</summary>
    public async Task<bool> WasStagingLostAsync() => done > 0 && !await context.CallActivityAsync<bool>(nameof(IsStaged), load.RunId, Retry);

    public Task DropUnpublishedAsync() => context.CallActivityAsync(nameof(DropUnpublished), load.RunId, Retry);

    public Task EndAsync() => context.CallActivityAsync(nameof(RecordRun), new RunRecord(load.RunId, build, Now, HasEnded: true, Error), Retry);

    DateTimeOffset Now => new(context.CurrentUtcDateTime);

    Task RecordAsync(int number, string status, StepReport? report = null) =>
        context.CallActivityAsync(nameof(RecordStep), new StepRecord(load.RunId, build, number, status, Now, report), Retry);

    void Show(Action change)
    {
        change();
        context.SetCustomStatus(new LoadProgress(done, LoadCdm.Steps.Count, [.. running]));
    }
}
