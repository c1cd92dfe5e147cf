namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again; runs during replay, so it must be deterministic.</summary>
public delegate bool RetryHandler(RetryContext retryContext);
