namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again, and may await the orchestration's timers first to wait between attempts.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
