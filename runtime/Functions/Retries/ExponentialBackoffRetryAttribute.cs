namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries with pauses that grow from the minimum to the maximum.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>As HH:mm:ss.</summary>
    public string MinimumInterval { get; }

    /// <summary>As HH:mm:ss.</summary>
    public string MaximumInterval { get; }
}
