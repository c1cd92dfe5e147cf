using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>
/// What an instance has heard. A sender who does not know whether its message came sends it again under the same name, and it counts once; the latest
/// names go with the instance into its next generation. A call is answered once, too: where its activity ran at two workers, both bring a result.
/// </summary>
sealed class HeardMessages
{
    const int TakenAlong = 100;

    readonly HashSet<string> names = new(StringComparer.Ordinal);
    readonly Queue<string> latest = new();
    readonly HashSet<int> answered = [];

    public IReadOnlyList<string> Latest => [.. latest];

    public bool IsNew(HistoryEvent message) => message.Kind switch
    {
        EventKind.TaskCompleted or EventKind.TaskFailed or EventKind.TimerFired => answered.Add(message.TaskId),
        EventKind.SubOrchestrationInstanceCompleted or EventKind.SubOrchestrationInstanceFailed => answered.Add(message.TaskId),
        _ => message.EventId is not { } name || Add(name),
    };

    public void Recall(HistoryEvent start)
    {
        foreach (var name in start.Heard ?? [])
            Add(name);
    }

    bool Add(string name)
    {
        if (!names.Add(name))
            return false;

        latest.Enqueue(name);
        if (latest.Count > TakenAlong)
            latest.Dequeue();
        return true;
    }
}
