using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// Executions whose lease was given back, the least recently used forgotten first. One is good only for the very turn it stopped at: a history that
/// went on elsewhere has another length.
/// </summary>
sealed class ExecutionCache(int capacity)
{
    readonly Lock gate = new();
    readonly Dictionary<long, LinkedListNode<(long Key, int Turn, OrchestrationExecution Execution)>> byKey = [];
    readonly LinkedList<(long Key, int Turn, OrchestrationExecution Execution)> byUse = [];

    public void Keep(long key, int turn, OrchestrationExecution execution)
    {
        lock (gate)
        {
            Remove(key);
            byKey[key] = byUse.AddFirst((key, turn, execution));
            if (byUse.Count > capacity)
                Remove(byUse.Last!.Value.Key);
        }
    }

    /// <summary>Takes the execution out, if it stands at this turn.</summary>
    public OrchestrationExecution? Take(long key, int turn)
    {
        lock (gate)
        {
            var found = byKey.TryGetValue(key, out var node) && node.Value.Turn == turn ? node.Value.Execution : null;
            Remove(key);
            return found;
        }
    }

    void Remove(long key)
    {
        if (byKey.Remove(key, out var node))
            byUse.Remove(node);
    }
}
