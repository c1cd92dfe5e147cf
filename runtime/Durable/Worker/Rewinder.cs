using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Makes a turn that begins with a rewind: the execution stands before its failure, and its failed children are to be rewound too.</summary>
sealed class Rewinder(RewindStore rewinds, OrchestrationSettings settings)
{
    public async Task<Rewound> RewindAsync(InstanceIdentity identity, IReadOnlyList<TurnRecord> history, HistoryEvent message, CancellationToken ct)
    {
        var rewind = new Rewind(history, () => new(identity, settings));
        var calls = rewind.Forgive();
        var children = await ChildrenAsync(identity.Key, calls, ct);

        // One that was terminated, purged or never made will not answer; one that went on by itself has its answer ready.
        var lost = calls.Where(call => !children.TryGetValue(call, out var child) || child.Status == OrchestrationRuntimeStatus.Terminated).Select(call => call.TaskId);
        var (execution, rewound) = rewind.Finish([.. lost], message.Data);
        if (!execution.HasStarted)
            throw new InvalidOperationException("The start of this instance was never recorded, so there is nothing to rewind to: start or restart it.");

        var answers = children.Values.Where(child => child.Status == OrchestrationRuntimeStatus.Completed).Select(child => new HistoryEvent
        {
            Kind = EventKind.SubOrchestrationInstanceCompleted,
            TaskId = child.TaskId,
            Data = child.Output,
        });
        var failed = children.Values.Where(child => child.Status == OrchestrationRuntimeStatus.Failed).Select(child => child.Key);
        return new(execution, [rewound, .. answers], [.. failed]);
    }

    async Task<Dictionary<(int, string), ChildState>> ChildrenAsync(long parent, IReadOnlyList<(int TaskId, string Child)> calls, CancellationToken ct)
    {
        if (calls.Count == 0)
            return [];

        var found = await Transience.Patience.ExecuteAsync(
            async token => await rewinds.ChildrenAsync(parent, [.. calls.Select(call => call.Child)], token), ct);
        return found.ToDictionary(child => (child.TaskId, child.InstanceId));
    }
}
