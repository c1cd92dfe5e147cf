using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable;

/// <summary>A start was refused because an instance of that id is in the way. Portable code looks at the status first and does not catch this.</summary>
public sealed class OrchestrationAlreadyExistsException(string instanceId, OrchestrationRuntimeStatus status)
    : InvalidOperationException($"An orchestration with the instance id '{instanceId}' already exists and is {status}.")
{
    public string InstanceId { get; } = instanceId;
}
