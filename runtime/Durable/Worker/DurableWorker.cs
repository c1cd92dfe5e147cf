using Asan.Runtime.Durable.Schema;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Asan.Runtime.Durable.Worker;

/// <summary>The engine's part of a host: its loops while it runs, and an orderly end that leaves nothing leased.</summary>
sealed class DurableWorker(
    NpgsqlDataSource db,
    DatabaseClock clock,
    InboxPoller poller,
    TurnRunner turns,
    TurnCommitter committer,
    ActivityRunner activities,
    LeaseKeeper keeper,
    HeldInstances held,
    HistoryRetention retention,
    LeaseStore leases,
    Notifications notifications,
    WorkerState state,
    DurableEngineOptions options,
    DurableTaskWorkerOptions worker,
    IHostApplicationLifetime lifetime,
    ILogger<DurableWorker> logger) : BackgroundService
{
    readonly CancellationTokenSource claiming = new();
    readonly CancellationTokenSource working = new();
    Task loops = Task.CompletedTask;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Transience.Patience.ExecuteAsync(async token => await DurableSchema.MigrateAsync(db, token), cancellationToken);
        await clock.SetAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
        state.IsRunning = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var perCore = Math.Max(2, Environment.ProcessorCount);
        loops = Task.WhenAll(
        [
            Loop(poller.RunAsync, claiming.Token),
            Loop(activities.ClaimAsync, claiming.Token),
            Loop(notifications.ListenAsync, claiming.Token),
            Loop(notifications.SendAsync, working.Token),
            Loop(keeper.RunAsync, working.Token),
            Loop(retention.RunAsync, claiming.Token),
            Loop(activities.RecordAsync, working.Token),
            .. Enumerable.Range(0, Math.Min(perCore, worker.Concurrency.MaximumConcurrentOrchestrationWorkItems)).Select(_ => Loop(turns.RunAsync, working.Token)),
            .. Enumerable.Range(0, perCore).Select(_ => Loop(committer.RunAsync, working.Token)),
        ]);
        await loops;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        state.IsRunning = false;
        await claiming.CancelAsync();
        await GiveBackAsync(async () => await keeper.LetRestAsync(TimeSpan.Zero, cancellationToken));

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(options.DrainTimeout);
        try
        {
            await activities.DrainAsync().WaitAsync(bounded.Token);
        }
        catch (OperationCanceledException)
        {
            logger.DrainTimedOut();
        }

        // What is still under way ends here: a turn without its commit is as if it had not run.
        await working.CancelAsync();
        await loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await GiveBackAsync(async () =>
        {
            await activities.AbandonAsync(cancellationToken);
            await leases.ReleaseAllAsync([.. held.Keys], cancellationToken);
        });
        await base.StopAsync(cancellationToken);
    }

    // The leases would run out by themselves: another worker gets them sooner this way.
    async Task GiveBackAsync(Func<Task> giveBack)
    {
        try
        {
            await giveBack();
        }
        catch (Exception error) when (Transience.IsTransient(error) || error is OperationCanceledException)
        {
            logger.LeasesLeftToExpire(error);
        }
    }

    // A loop ends by cancellation. Any other end is a fault of the engine, and a host without its engine must not look alive.
    async Task Loop(Func<CancellationToken, Task> run, CancellationToken ct)
    {
        // Off the starting thread.
        await Task.Yield();
        try
        {
            await run(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            logger.LoopFailed(error);
            lifetime.StopApplication();
            throw;
        }
    }

    public override void Dispose()
    {
        claiming.Dispose();
        working.Dispose();
        base.Dispose();
    }
}
