using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Admin;

/// <summary>Functions called by hand: accepted at once, run beside whatever triggers them otherwise, and given the drain's time when the host stops.</summary>
sealed class ManualInvocations(
    IEnumerable<ManualTrigger> triggers, Drain drain, TimeProvider time, ILogger<ManualInvocations> log) : IHostedService
{
    const int AtMost = 100;

    readonly Dictionary<string, ManualTrigger> triggers = triggers.ToDictionary(trigger => trigger.Function, StringComparer.OrdinalIgnoreCase);
    readonly HashSet<Task> running = [];

    public bool Serves(string function) => triggers.ContainsKey(function);

    /// <returns>False when as many as are allowed run already, or the host is to stop.</returns>
    public bool TryBegin(string function, string? input)
    {
        lock (running)
        {
            if (running.Count >= AtMost || drain.Stopping.IsCancellationRequested)
                return false;
            var run = RunAsync(triggers[function], input);
            running.Add(run);
            _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] late;
        lock (running)
            late = [.. running];
        await drain.WaitAsync(Task.WhenAll(late), cancellationToken);
    }

    async Task RunAsync(ManualTrigger trigger, string? input)
    {
        // Off the request that asked for it.
        await Task.Yield();
        var started = time.GetTimestamp();
        try
        {
            await trigger.RunAsync(input, drain.Ended);
            log.CalledByHand(trigger.Function, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception e)
        {
            // The caller has his answer: what the function throws can only be told here.
            log.CallByHandFailed(e, trigger.Function);
        }
    }

    void Forget(Task run)
    {
        lock (running)
            running.Remove(run);
    }
}
