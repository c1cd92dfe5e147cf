using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Timers;

/// <summary>The timers' part of a host: they begin once it has started, nothing new runs once it is to stop, and what runs then gets the time requests get.</summary>
sealed class TimerService(
    TimerFunctions timers,
    ScheduleStore store,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    Drain drain,
    DurableEngineOptions engine,
    TimeProvider time,
    ILogger<TimerService> log) : IHostedService
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    Task[] loops = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.TimersServed(timers.All.Count, string.Join(", ", timers.All.Select(timer => $"{timer.Name} ({timer.Schedule.Name})")));
        lifetime.ApplicationStarted.Register(Begin);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!await drain.WaitAsync(Task.WhenAll(loops), cancellationToken))
            log.TimersAbandoned(loops.Count(loop => !loop.IsCompleted));
    }

    void Begin() => loops =
    [
        .. timers.All.Select(timer => ActivatorUtilities.CreateInstance<TimerListener>(services, timer))
            .Select(listener => Loop(() => listener.ListenAsync(drain.Stopping, drain.Ended))),
        Loop(StayAsync),
    ];

    // This host is known to serve its timers until it has stopped.
    async Task StayAsync()
    {
        if (!timers.All.Any(timer => timer.RunsOnStartup))
            return;

        try
        {
            using var every = new PeriodicTimer(engine.Lease / 3, time);
            while (await every.WaitForNextTickAsync(drain.Stopping))
                await Transience.Patience.ExecuteAsync(async ct => await store.StayAsync(ct), drain.Stopping);
        }
        finally
        {
            using var briefly = new CancellationTokenSource(LastWords, time);
            await store.PartAsync(briefly.Token);
        }
    }

    async Task Loop(Func<Task> run)
    {
        // Off the thread that tells everybody of the start.
        await Task.Yield();
        try
        {
            await run();
        }
        catch (OperationCanceledException) when (drain.Stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // Without its timers a host must not look alive. One that is stopping anyway leaves what it could not say to its leases.
            if (drain.Stopping.IsCancellationRequested && Transience.IsTransient(e))
                return;
            log.TimersFailed(e);
            lifetime.StopApplication();
        }
    }
}
