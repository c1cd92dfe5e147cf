using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>Runs a call again after a failure, by policy or by handler, with durable timers between: it replays like any other code.</summary>
static class Retries
{
    // An unbounded backoff outgrows the calendar; no run waits longer than this.
    static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);

    public static Task<string?> RunAsync(ReplayContext context, TaskRetryOptions? retry, Func<Task<string?>> call) => retry switch
    {
        { Policy: { } policy } => ByPolicyAsync(context, policy, call),
        { Handler: { } handler } => ByHandlerAsync(context, handler, call),
        _ => call(),
    };

    static async Task<string?> ByPolicyAsync(ReplayContext context, RetryPolicy policy, Func<Task<string?>> call)
    {
        var first = context.CurrentUtcDateTime;
        var overcome = new List<int>();

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return context.Overcame(overcome, await call());
            }
            catch (TaskFailedException failed) when (!failed.FailureDetails.IsNonRetriable)
            {
                overcome.Add(failed.TaskId);
                if (attempt == policy.MaxNumberOfAttempts - 1)
                {
                    // A timer that fires at once: the official engine writes it, so histories stay the same.
                    await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
                    throw;
                }

                if (!policy.ShouldHandle(failed.FailureDetails) || OutOfTime(policy, first, context.CurrentUtcDateTime))
                    throw;

                await context.CreateTimer(context.CurrentUtcDateTime + Delay(policy, attempt), CancellationToken.None);
            }
        }
    }

    static async Task<string?> ByHandlerAsync(ReplayContext context, AsyncRetryHandler handler, Func<Task<string?>> call)
    {
        var first = context.CurrentUtcDateTime;
        var overcome = new List<int>();

        for (var failures = 1; ; failures++)
        {
            try
            {
                return context.Overcame(overcome, await call());
            }
            catch (TaskFailedException failed) when (!failed.FailureDetails.IsNonRetriable)
            {
                overcome.Add(failed.TaskId);
                var total = context.CurrentUtcDateTime - first;
                if (!await handler(new RetryContext(context, failures, failed.FailureDetails, total, CancellationToken.None)))
                    throw;
            }
        }
    }

    /// <summary>min(first × coefficient^attempt, longest), without jitter: a replay must find the same time.</summary>
    internal static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt);
        var longest = Math.Min(Unbounded(policy.MaxRetryInterval).TotalMilliseconds, Forever.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, longest));
    }

    static bool OutOfTime(RetryPolicy policy, DateTime first, DateTime now)
    {
        var timeout = Unbounded(policy.RetryTimeout);
        return timeout != TimeSpan.MaxValue && now - first >= timeout;
    }

    static TimeSpan Unbounded(TimeSpan value) => value == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : value;
}
