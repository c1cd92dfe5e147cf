using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Logging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Timers;

/// <summary>Runs a timer's function while renewing the lease on its schedule: retries belong to the run, and no other begins before its end.</summary>
sealed class TimerRun(FunctionRunner runner, ScheduleStore store, DurableEngineOptions engine, TimeProvider time, ILogger<TimerRun> log)
{
    static readonly Dictionary<string, object?> NoData = [];

    /// <summary>Never throws what the function throws: a run that failed is over.</summary>
    /// <param name="stopping">No further attempt is begun after this.</param>
    /// <param name="ended">The invocation's own token.</param>
    /// <returns>False when it was cut off, and is to be taken over.</returns>
    public async Task<bool> RunAsync(TimerFunction timer, int epoch, TimerInfo info, CancellationToken stopping, CancellationToken ended)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(ended);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(timer, epoch, running, over.Token);
        try
        {
            return await AttemptAsync(timer, info, stopping, running.Token);
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    async Task<bool> AttemptAsync(TimerFunction timer, TimerInfo info, CancellationToken stopping, CancellationToken running)
    {
        for (var retry = 0; ; retry++)
        {
            var started = time.GetTimestamp();
            try
            {
                await runner.RunAsync(timer.Function, info, NoData, new Attempt(retry, timer.Retry.MaxRetryCount), running);
                log.TimerRan(timer.Name, time.GetElapsedTime(started).TotalMilliseconds, info.IsPastDue);
                return true;
            }
            catch (OperationCanceledException) when (running.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e)
            {
                // Whatever a function throws is its own affair: it is told, and the schedule goes on.
                log.TimerFailed(timer.Name, retry + 1, ThrownError.WithoutWords(e));
                log.Thrown(e, timer.Name);
                if (!timer.Retry.Allows(retry + 1))
                    return true;
            }

            try
            {
                await Task.Delay(timer.Retry.Before(retry + 1), time, stopping);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    async Task RenewAsync(TimerFunction timer, int epoch, CancellationTokenSource running, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(engine.Lease / 3, time, over);
                if (await Transience.Patience.ExecuteAsync(async token => await store.RenewAsync(timer.Name, epoch, token), over))
                    continue;
                log.TimerLost(timer.Name);
                await running.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }
}
