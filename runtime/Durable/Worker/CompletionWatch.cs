using System.Collections.Concurrent;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Tells clients in this process at once when an instance they wait for moved on here. Elsewhere they find out by asking.</summary>
sealed class CompletionWatch
{
    readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change of this instance in this process.</summary>
    public Task Next(string instanceId) =>
        waiting.GetOrAdd(instanceId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes whoever waits: the instance changed, or one of them is done waiting and the others register anew.</summary>
    public void Changed(string instanceId)
    {
        if (waiting.TryRemove(instanceId, out var source))
            source.TrySetResult();
    }
}
