namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries with the same pause between attempts.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>As HH:mm:ss.</summary>
    public string DelayInterval { get; }
}
