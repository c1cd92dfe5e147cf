using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class TaskOptionsTests
{
    static readonly RetryPolicy Policy = new(3, TimeSpan.FromSeconds(1));

    static readonly TaskOptions Full = new(Policy, new Dictionary<string, string> { ["ward"] = "7" }) { Version = "2" };

    [Fact]
    public void A_copy_has_everything_of_the_original()
    {
        var copy = new TaskOptions(Full);

        Assert.Equal(Full, copy);
        Assert.Same(Full.Tags, copy.Tags);
        Assert.Same(Policy, copy.Retry!.Policy);
        Assert.Equal("2", (string)copy.Version!);
    }

    [Fact]
    public void With_changes_what_it_names_and_keeps_the_rest()
    {
        var changed = Full with { Version = "3" };

        Assert.Equal("3", (string)changed.Version!);
        Assert.Same(Full.Retry, changed.Retry);
        Assert.Equal("2", (string)Full.Version!);
    }

    [Fact]
    public void Sub_orchestration_options_take_over_the_task_options_they_are_made_of()
    {
        var options = Full.WithInstanceId("child-1");

        Assert.Equal("child-1", options.InstanceId);
        Assert.Same(Full.Retry, options.Retry);
        Assert.Same(Full.Tags, options.Tags);
        Assert.Equal("2", (string)options.Version!);
        Assert.Equal(options.Version, ((TaskOptions)options).Version);
    }

    [Fact]
    public void An_instance_id_survives_unless_another_one_is_given()
    {
        TaskOptions known = Full.WithInstanceId("child-1");

        Assert.Equal("child-1", new SubOrchestrationOptions(known).InstanceId);
        Assert.Equal("child-2", new SubOrchestrationOptions(known, "child-2").InstanceId);
        Assert.Equal("child-1", new SubOrchestrationOptions((SubOrchestrationOptions)known).InstanceId);
    }

    [Fact]
    public void Copying_nothing_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new TaskOptions((TaskOptions)null!));
        Assert.Throws<ArgumentNullException>(() => new SubOrchestrationOptions((SubOrchestrationOptions)null!));
        Assert.Throws<ArgumentNullException>(() => new StartOrchestrationOptions(null!));
    }

    [Fact]
    public void Options_passed_as_the_input_are_refused_unless_options_are_passed_too()
    {
        var error = Assert.Throws<ArgumentException>(() => TaskOptions.ThrowIfPassedAsInput(Full, null));
        Assert.Equal("input", error.ParamName);

        TaskOptions.ThrowIfPassedAsInput(Full, Full);
        TaskOptions.ThrowIfPassedAsInput("an input", null);
    }

    [Fact]
    public async Task A_policy_and_handlers_of_both_kinds_become_retry_options_by_themselves()
    {
        TaskRetryOptions policy = Policy;
        TaskRetryOptions handler = (RetryHandler)(context => context.LastAttemptNumber < 2);
        TaskRetryOptions asyncHandler = (AsyncRetryHandler)(_ => Task.FromResult(true));

        Assert.Same(Policy, policy.Policy);
        Assert.Null(policy.Handler);
        Assert.Null(handler.Policy);
        Assert.True(await handler.Handler!(Failed(1)));
        Assert.False(await handler.Handler!(Failed(2)));
        Assert.True(await asyncHandler.Handler!(Failed(9)));
        Assert.Same(Policy, TaskOptions.FromRetryPolicy(Policy).Retry!.Policy);
        Assert.Throws<ArgumentNullException>(() => TaskRetryOptions.FromRetryHandler((RetryHandler)null!));
    }

    static RetryContext Failed(int attempt) => new(null!, attempt, new("E", "m", null, null, null), TimeSpan.Zero, CancellationToken.None);
}
