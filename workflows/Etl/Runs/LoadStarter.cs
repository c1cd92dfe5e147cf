using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Workflows.Etl.Runs;

/// <summary>
/// Starts loads. The run's row comes first and the orchestration of the same id second, so a crash between the two leaves a row without
/// an orchestration: asked for again under its key it is started then, and whoever finds it in the way takes it out of the way.
/// </summary>
public sealed class LoadStarter(RunStore runs)
{
    // Longer than any start takes from its row to its orchestration: below it, a row alone is a start that is under way.
    static readonly TimeSpan Orphaned = TimeSpan.FromMinutes(1);

    public async Task<RunStarted> StartAsync(DurableTaskClient client, RunStart start, CancellationToken ct)
    {
        var started = await runs.TakeAsync(start, ct);
        if (started is RunStarted.Busy busy && await SettleAsync(client, busy.Id, ct))
            started = await runs.TakeAsync(start, ct);

        // A run that has ended stays ended, even if the history of its orchestration is gone.
        if (started is RunStarted.Taken taken && await client.GetInstanceAsync(taken.Id, ct) is null && (await runs.EndedAsync([taken.Id], ct)).Count == 0)
            await ScheduleAsync(client, start with { Id = taken.Id }, ct);
        return started;
    }

    /// <summary>Ends an unfinished run that nothing works at any more: its orchestration was terminated, purged, or never started.</summary>
    /// <returns>Whether the run has ended, by itself or now.</returns>
    public async Task<bool> SettleAsync(DurableTaskClient client, string id, CancellationToken ct)
    {
        if (await WhyDeadAsync(client, id, ct) is not { } reason)
            return false;

        await runs.GiveUpAsync(id, reason, ct);
        return true;
    }

    static async Task ScheduleAsync(DurableTaskClient client, RunStart run, CancellationToken ct)
    {
        var options = new StartOrchestrationOptions(run.Id).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(LoadCdm), new LoadRequest(run.Id, run.Source, run.Location, run.Vocabulary), options, ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // The same request sent twice at once: the other one was quicker. Each runtime says so with an exception of its own.
            if (await client.GetInstanceAsync(run.Id, ct) is null)
                throw;
        }
    }

    // Null when something does, or may.
    async Task<string?> WhyDeadAsync(DurableTaskClient client, string id, CancellationToken ct)
    {
        if (await client.GetInstanceAsync(id, ct) is not { } instance)
            return await runs.AgeAsync(id, ct) > Orphaned ? "Nothing works at this load any more: its orchestration was never started, or is gone." : null;

        return instance.IsCompleted ? $"The load's orchestration ended as {instance.RuntimeStatus} before it could say so." : null;
    }
}
