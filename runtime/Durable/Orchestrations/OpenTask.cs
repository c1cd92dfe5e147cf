using Asan.Runtime.Durable.History;
using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>A call or timer the orchestrator waits for. Continuations run inline, on the orchestrator's thread.</summary>
sealed class OpenTask(int id, string name, string? child, string? version, DateTime calledAt)
{
    readonly TaskCompletionSource<string?> source = new();

    public int Id => id;

    public string Name => name;

    public string? Version => version;

    /// <summary>The time of the turn that called.</summary>
    public DateTime CalledAt => calledAt;

    /// <summary>The client span of the call, where it is traced.</summary>
    public string? TraceParent { get; set; }

    /// <summary>The instance id of the child, where a child was called.</summary>
    public string? Child => child;

    public Task<string?> Result => source.Task;

    public void Complete(string? result) => source.TrySetResult(result);

    public void Cancel(CancellationToken cancellationToken) => source.TrySetCanceled(cancellationToken);

    /// <param name="failure">Null for a child that was terminated: there is nothing to tell but that.</param>
    public void Fail(Failure? failure)
    {
        var details = (failure ?? Failure.Final("OrchestrationTerminated", "The sub-orchestration was terminated.")).ToDetails();
        source.TrySetException(new TaskFailedException(name, id, details));
    }
}
