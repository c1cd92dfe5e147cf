using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Logging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Timers;

/// <summary>Watches one timer's row and runs the function when it is this host's turn. Who is faster runs it; the row decides.</summary>
sealed class TimerListener(TimerFunction timer, ScheduleStore store, TimerRun run, WorkerIdentity me, TimeProvider time, ILogger<TimerListener> log)
{
    bool hasWarned;

    /// <param name="stopping">Nothing is begun after this.</param>
    /// <param name="ended">What runs is cut off then.</param>
    public async Task ListenAsync(CancellationToken stopping, CancellationToken ended)
    {
        var since = await EnterAsync(stopping);
        var onStartup = timer.RunsOnStartup && await PatientlyAsync(store.JoinAsync, stopping);
        while (true)
        {
            var read = time.GetTimestamp();
            if (await PatientlyAsync(store.ReadAsync, stopping) is not { } state)
            {
                await EnterAsync(stopping);
                continue;
            }

            var step = TimerStep.Of(state, timer.Schedule, timer.IsMonitored, me.Owner, since);
            if (onStartup && step is TimerStep.Wait && state.Owner is null)
                step = new TimerStep.Run(state.Now, timer.Schedule.After(state.Now), IsPastDue: false);
            onStartup = false;
            await TakeAsync(step, state, read, stopping, ended);
        }
    }

    async Task<DateTime> EnterAsync(CancellationToken stopping)
    {
        var now = await Transience.Patience.ExecuteAsync(async ct => await store.NowAsync(ct), stopping);
        await Transience.Patience.ExecuteAsync(async ct => await store.EnterAsync(timer.Name, timer.Schedule.Name, timer.Schedule.After(now), ct), stopping);
        return now;
    }

    async Task TakeAsync(TimerStep step, ScheduleState state, long read, CancellationToken stopping, CancellationToken ended)
    {
        switch (step)
        {
            case TimerStep.Wait wait:
                await Task.Delay(wait.For, time, stopping);
                break;
            case TimerStep.StandBy standBy:
                if (!hasWarned)
                    log.TimerStandsBy(timer.Name, timer.Schedule.Name, state.Schedule);
                hasWarned = true;
                await Task.Delay(standBy.For, time, stopping);
                break;
            case TimerStep.Skip skip:
                log.TimerSkipped(timer.Name, state.NextDue);
                await PatientlyAsync(async (_, ct) => { await store.SkipAsync(timer.Name, state, skip.NextDue, ct); return true; }, stopping);
                break;
            case TimerStep.Resume:
                await RunAsync(state, read, state.Epoch, isPastDue: false, ended, stopping);
                break;
            case TimerStep.Run now when await PatientlyAsync((name, ct) => store.ClaimAsync(name, state, now.Last, now.NextDue, ct), stopping) is { } epoch:
                if (now.IsPastDue)
                    log.TimerPastDue(timer.Name, state.NextDue);
                await RunAsync(state, read, epoch, now.IsPastDue, ended, stopping);
                break;
        }
    }

    async Task RunAsync(ScheduleState state, long read, int epoch, bool isPastDue, CancellationToken ended, CancellationToken stopping)
    {
        var info = new TimerInfo
        {
            IsPastDue = isPastDue,
            // As it was before this run, as on the official host: next is the time it runs for.
            ScheduleStatus = timer.IsMonitored ? new() { Last = state.LastDue ?? default, Next = state.NextDue, LastUpdated = state.UpdatedAt } : null,
        };
        var isOver = await run.RunAsync(timer, epoch, info, stopping, ended);
        var now = state.Now + time.GetElapsedTime(read);
        // Not said to be over, it would run again: as long as this host may run, it tries to.
        if (isOver)
            await Transience.Patience.ExecuteAsync(async ct => await store.FinishAsync(timer.Name, epoch, timer.Schedule.Name, timer.Schedule.After(now), ct), ended);
        else if (stopping.IsCancellationRequested)
        {
            await Transience.Brief.ExecuteAsync(async ct => await store.LeaveAsync(timer.Name, epoch, ct), CancellationToken.None);
            log.TimerCutOff(timer.Name);
        }
    }

    Task<T> PatientlyAsync<T>(Func<string, CancellationToken, Task<T>> ask, CancellationToken stopping) =>
        Transience.Patience.ExecuteAsync(async ct => await ask(timer.Name, ct), stopping).AsTask();
}
