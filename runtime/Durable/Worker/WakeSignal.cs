namespace Asan.Runtime.Durable.Worker;

/// <summary>A hint that there is work. Any number of hints before the next wait are one.</summary>
sealed class WakeSignal
{
    readonly SemaphoreSlim pulse = new(0, 1);

    public void Pulse()
    {
        // Asked first: an exception for each hint that finds another one waiting would be dear.
        if (pulse.CurrentCount > 0)
            return;

        try
        {
            pulse.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already pulsed: the waiter has not woken yet, and one waking is enough.
        }
    }

    /// <summary>Returns at the next hint, or when the time is up.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => pulse.WaitAsync(atMost == Timeout.InfiniteTimeSpan || atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, ct);
}
