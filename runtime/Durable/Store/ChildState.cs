using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Store;

/// <summary>How a child stands.</summary>
/// <param name="TaskId">The call of its parent that it answers.</param>
sealed record ChildState(long Key, string InstanceId, OrchestrationRuntimeStatus Status, int TaskId, string? Output);
