using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Durable;

/// <summary>What called an attribute-declared durable task. One of the two contexts is there.</summary>
sealed record DurableCall(string InstanceId, object? Input)
{
    public TaskOrchestrationContext? Orchestration { get; init; }

    public TaskActivityContext? Activity { get; init; }
}
