using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class RetryPolicyTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    static readonly TaskFailureDetails Failure = new("System.TimeoutException", "late", null, null, null);

    [Fact]
    public void Intervals_do_not_grow_and_end_at_an_hour_by_default()
    {
        var policy = new RetryPolicy(3, Second);

        Assert.Equal(3, policy.MaxNumberOfAttempts);
        Assert.Equal(Second, policy.FirstRetryInterval);
        Assert.Equal(1.0, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
    }

    [Theory]
    [InlineData("maxNumberOfAttempts", 0, 1, 1.0, null, null)]
    [InlineData("maxNumberOfAttempts", -1, 1, 1.0, null, null)]
    [InlineData("firstRetryInterval", 1, 0, 1.0, null, null)]
    [InlineData("firstRetryInterval", 1, -1, 1.0, null, null)]
    [InlineData("backoffCoefficient", 1, 1, 0.99, null, null)]
    [InlineData("maxRetryInterval", 1, 10, 1.0, 9, null)]
    [InlineData("retryTimeout", 1, 10, 1.0, null, 9)]
    public void What_makes_no_sense_is_refused(string name, int attempts, int first, double coefficient, int? max, int? timeout)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new RetryPolicy(attempts, TimeSpan.FromSeconds(first), coefficient, Seconds(max), Seconds(timeout)));

        Assert.Equal(name, error.ParamName);
    }

    [Fact]
    public void Limits_may_be_infinite_or_as_short_as_the_first_interval()
    {
        var infinite = new RetryPolicy(1, Second, 1.0, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var shortest = new RetryPolicy(1, Second, 1.0, Second, Second);

        Assert.Equal(Timeout.InfiniteTimeSpan, infinite.MaxRetryInterval);
        Assert.Equal(Second, shortest.RetryTimeout);
    }

    [Fact]
    public void Every_failure_is_handled_unless_a_handler_says_otherwise()
    {
        Assert.True(new RetryPolicy(1, Second).ShouldHandle(Failure));
        Assert.True(new RetryPolicy(1, Second) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() }.ShouldHandle(Failure));
        Assert.False(new RetryPolicy(1, Second) { HandleFailure = failure => failure.IsCausedBy<IOException>() }.ShouldHandle(Failure));
    }

    [Fact]
    public void A_handler_that_throws_has_said_no() =>
        Assert.False(new RetryPolicy(1, Second) { HandleFailure = _ => throw new InvalidOperationException("in the handler") }.ShouldHandle(Failure));

    [Fact]
    public void The_handler_can_be_asked_about_a_failed_task_too()
    {
        var policy = new RetryPolicy(1, Second) { HandleFailure = failure => failure.ErrorMessage == "late" };

        Assert.True(policy.Handle(new TaskFailedException("Load", 0, Failure)));
        Assert.Throws<InvalidOperationException>(() => policy.Handle(new TimeoutException("late")));
    }

    static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
