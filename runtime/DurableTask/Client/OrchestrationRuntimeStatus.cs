namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration stands.</summary>
public enum OrchestrationRuntimeStatus
{
    Running = 0,

    Completed = 1,

    [Obsolete("The ContinuedAsNew status is never exposed; such an instance is Running.")]
    ContinuedAsNew = 2,

    Failed = 3,

    [Obsolete("The Canceled status is not currently used and exists only for compatibility reasons.")]
    Canceled = 4,

    Terminated = 5,

    /// <summary>Created, and not begun: waiting for a worker, or for its start time.</summary>
    Pending = 6,

    Suspended = 7,
}
