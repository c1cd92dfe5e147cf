using System.ComponentModel;

namespace Microsoft.DurableTask;

/// <summary>A declared way to retry a failed task: how often, how long between attempts, and for which failures.</summary>
public class RetryPolicy
{
    Func<TaskFailureDetails, bool>? handleFailure;

    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = _ => true;
    }

    /// <summary>Attempts in all, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    /// <summary>How long after the first attempt a retry may still begin; infinite by default.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary><see cref="HandleFailure"/> as the official runtime stores it; set that instead.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<Exception, bool> Handle { get; private init; }

    [Obsolete("This functionality is not implemented. Will be removed in the future. Use TaskOptions.FromRetryHandler or HandleFailure instead.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Decides from the failure whether to retry; runs during replay, so it must be deterministic.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init
        {
            handleFailure = value;
            Handle = exception => exception is TaskFailedException failed
                ? value(failed.FailureDetails)
                : throw new InvalidOperationException($"Only a {nameof(TaskFailedException)} carries the details that {nameof(HandleFailure)} is asked about.");
        }
    }

    internal bool ShouldHandle(TaskFailureDetails failure)
    {
        try
        {
            return handleFailure?.Invoke(failure) ?? true;
        }
        catch (Exception)
        {
            // The official rule: a handler that throws, whatever it throws, has said "do not retry".
            return false;
        }
    }

    static void ThrowIfShorter(TimeSpan? value, TimeSpan firstRetryInterval, string name)
    {
        if (value < firstRetryInterval && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, $"Must be infinite, or at least the first retry interval ({firstRetryInterval}).");
    }
}
