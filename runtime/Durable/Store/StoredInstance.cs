using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Store;

/// <summary>An instance's row, as clients see it.</summary>
sealed record StoredInstance(
    long Key,
    string InstanceId,
    string Name,
    OrchestrationRuntimeStatus Status,
    long CreatedTicks,
    long UpdatedTicks,
    Failure? Failure,
    IReadOnlyDictionary<string, string>? Tags,
    string? CustomStatus,
    string? Input,
    string? Output,
    string? Version)
{
    public bool IsOver => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
