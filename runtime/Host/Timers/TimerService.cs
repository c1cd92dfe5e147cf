using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Timers;

/// <summary>The timers' part of a host: they begin once it has started, nothing new runs once it is to stop, and what runs then gets the time requests get.</summary>
sealed class TimerService(
    TimerFunctions timers,
    ScheduleStore store,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    IOptions<ServingOptions> serving,
    DurableEngineOptions engine,
    TimeProvider time,
    ILogger<TimerService> log) : IHostedService, IDisposable
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource stopping = new();
    readonly CancellationTokenSource ended = new();
    Task[] loops = [];
    long stoppedAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.TimersServed(timers.All.Count, string.Join(", ", timers.All.Select(timer => $"{timer.Name} ({timer.Schedule.Name})")));
        lifetime.ApplicationStarted.Register(Begin);
        lifetime.ApplicationStopping.Register(End);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        End();
        try
        {
            var left = TimeSpan.FromSeconds(serving.Value.DrainSeconds) - time.GetElapsedTime(stoppedAt);
            await Task.WhenAll(loops).WaitAsync((left > TimeSpan.Zero ? left : TimeSpan.Zero) + LastWords, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            log.TimersAbandoned(loops.Count(loop => !loop.IsCompleted));
        }
    }

    public void Dispose()
    {
        stopping.Dispose();
        ended.Dispose();
    }

    void Begin() => loops =
    [
        .. timers.All.Select(timer => ActivatorUtilities.CreateInstance<TimerListener>(services, timer))
            .Select(listener => Loop(() => listener.ListenAsync(stopping.Token, ended.Token))),
        Loop(StayAsync),
    ];

    void End()
    {
        if (stopping.IsCancellationRequested)
            return;
        stoppedAt = time.GetTimestamp();
        ended.CancelAfter(TimeSpan.FromSeconds(serving.Value.DrainSeconds));
        stopping.Cancel();
    }

    // This host is known to serve its timers until it has stopped.
    async Task StayAsync()
    {
        if (!timers.All.Any(timer => timer.RunsOnStartup))
            return;

        try
        {
            using var every = new PeriodicTimer(engine.Lease / 3, time);
            while (await every.WaitForNextTickAsync(stopping.Token))
                await Transience.Patience.ExecuteAsync(async ct => await store.StayAsync(ct), stopping.Token);
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
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // Without its timers a host must not look alive. One that is stopping anyway leaves what it could not say to its leases.
            if (stopping.IsCancellationRequested && Transience.IsTransient(e))
                return;
            log.TimersFailed(e);
            lifetime.StopApplication();
        }
    }
}
