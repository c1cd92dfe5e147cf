using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class TaskOrchestrationContextTests
{
    // Milliseconds after which a wait that nobody ends is a failure.
    const int Patience = 10_000;

    static readonly TaskOptions Options = new(new RetryPolicy(2, TimeSpan.FromSeconds(1)));

    readonly FakeContext context = new();

    [Fact]
    public async Task Options_are_never_taken_for_the_input_of_a_call()
    {
        await context.CallActivityAsync("a", Options);
        await context.CallActivityAsync<int>("b", Options);
        await context.CallSubOrchestratorAsync("c", Options);
        await context.CallSubOrchestratorAsync<int>("d", Options);

        Assert.Equal([("a", null, Options), ("b", null, Options), ("c", null, Options), ("d", null, Options)], context.Calls);
    }

    [Fact]
    public async Task Calls_without_a_result_pass_their_input_on()
    {
        await context.CallActivityAsync("a", 1);
        await context.CallActivityAsync("b", 2, Options);
        await context.CallSubOrchestratorAsync("c", 3);

        Assert.Equal([("a", 1, null), ("b", 2, Options), ("c", 3, null)], context.Calls);
    }

    [Fact]
    public void A_delay_is_counted_from_the_orchestrations_clock()
    {
        _ = context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);

        Assert.Equal(FakeContext.Start.AddMinutes(5), Assert.Single(context.Timers).FireAt);
    }

    [Fact(Timeout = Patience)]
    public async Task An_event_in_time_is_returned_and_its_timer_cancelled()
    {
#pragma warning disable xUnit1051 // The overload without a token is what is tested.
        var wait = context.WaitForExternalEvent<string>("approved", TimeSpan.FromHours(1));
#pragma warning restore xUnit1051
        context.Event.SetResult("yes");

        Assert.Equal("yes", await wait);
        var timer = Assert.Single(context.Timers);
        Assert.Equal(FakeContext.Start.AddHours(1), timer.FireAt);
        Assert.True(timer.Completion.Task.IsCanceled);
    }

    [Fact(Timeout = Patience)]
    public async Task When_the_timer_fires_first_the_wait_is_cancelled()
    {
        var wait = context.WaitForExternalEvent<string>("approved", TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        context.Timers[0].Completion.SetResult();

        await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
        Assert.True(context.Event.Task.IsCanceled);
    }

    [Fact(Timeout = Patience)]
    public async Task A_cancelled_token_ends_the_wait_and_the_timer()
    {
        using var source = new CancellationTokenSource();
        var wait = context.WaitForExternalEvent<string>("approved", TimeSpan.FromHours(1), source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.True(context.Timers[0].Completion.Task.IsCanceled);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("2.0.0", "2.0.0", 0)]
    [InlineData("beta", "BETA", 0)]
    [InlineData("beta", "1.0", 1)]
    [InlineData("alpha", "beta", -1)]
    public void Versions_compare_as_versions_when_both_are_and_as_text_otherwise(string ours, string other, int sign) =>
        Assert.Equal(sign, Math.Sign(new FakeContext { InstanceVersion = ours }.CompareVersionTo(other)));

    [Fact]
    public void Options_to_continue_as_new_are_the_two_arguments()
    {
        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 5 });
        Assert.Equal((5, true), context.Continued);

        context.ContinueAsNew(new ContinueAsNewOptions { PreserveUnprocessedEvents = false });
        Assert.Equal((null, false), context.Continued);

        Assert.Throws<ArgumentNullException>(() => context.ContinueAsNew((ContinueAsNewOptions)null!));
    }

    [Fact]
    public void Entities_are_not_supported_and_say_so()
    {
        var error = Assert.Throws<NotSupportedException>(() => context.Entities);

        Assert.Contains("entities", error.Message);
        Assert.Empty(context.Properties);
    }
}
