namespace Microsoft.Azure.Functions.Worker;

/// <summary>The host calls a failed function again, where its trigger allows that (a timer does, HTTP and blobs do not).</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    /// <summary>-1 retries for ever.</summary>
    public int MaxRetryCount { get; set; }
}
