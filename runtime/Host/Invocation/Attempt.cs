using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Which of how many attempts an invocation is; 0 is the first.</summary>
sealed class Attempt(int retryCount, int maxRetryCount) : RetryContext
{
    public static Attempt Only { get; } = new(0, 0);

    public override int RetryCount => retryCount;

    public override int MaxRetryCount => maxRetryCount;
}
