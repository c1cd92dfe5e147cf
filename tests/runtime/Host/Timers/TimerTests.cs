using System.Text.Json;
using Asan.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Tests.Timers;

/// <summary>Timers on real hosts. What takes hours is told to the row instead of waited for.</summary>
public sealed class TimerTests(Postgres postgres)
{
    const string Far = "0 0 0 1 1 *";

    [Fact]
    public async Task A_timer_runs_when_it_is_due_and_goes_on()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.StartAsync(typeof(Often));

        var first = await scene.NextAsync();
        var second = await scene.NextAsync();

        Assert.Equal(default, first.ScheduleStatus!.Last);
        Assert.True(second.ScheduleStatus!.Last >= first.ScheduleStatus.Next);
        Assert.True(second.ScheduleStatus.Next > second.ScheduleStatus.Last);
        Assert.Equal(DateTimeKind.Utc, second.ScheduleStatus.Next.Kind);
    }

    [Fact]
    public async Task Of_several_hosts_one_runs_it_each_time()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        for (var i = 0; i < 3; i++)
            await scene.StartAsync(typeof(Often));

        var runs = new List<DateTime>();
        for (var i = 0; i < 25; i++)
            runs.Add((await scene.NextAsync()).ScheduleStatus!.Next);

        Assert.Equal(runs.Distinct().Order(), runs);
    }

    [Fact]
    public async Task A_time_that_passed_while_no_host_was_there_is_made_up_for_once()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.RememberAsync(typeof(Yearly), "now() - interval '3 years'");

        await scene.StartAsync(typeof(Yearly));
        await scene.StartAsync(typeof(Yearly));
        var run = await scene.NextAsync();

        Assert.True(run.IsPastDue);
        Assert.True(run.ScheduleStatus!.Next < DateTime.UtcNow.AddYears(-2));
        await scene.UntilAsync("SELECT next_due > now() AND owner IS NULL FROM durable.schedules");
        Assert.Equal(0, scene.Waiting);
        Assert.Single(scene.Logged, line => line.Event == 1133);
    }

    [Fact]
    public async Task A_timer_that_is_not_monitored_passes_over_what_it_missed()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.RememberAsync(typeof(Unmonitored), "now() - interval '3 years'");

        await scene.StartAsync(typeof(Unmonitored));
        await scene.UntilAsync("SELECT next_due > now() FROM durable.schedules");
        await scene.LoggedAsync(1134);

        Assert.Equal(0, scene.Waiting);
    }

    [Fact]
    public async Task On_startup_it_runs_with_the_first_host_and_not_with_those_that_join()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        var first = await scene.StartAsync(typeof(OnStartup));
        Assert.False((await scene.NextAsync()).IsPastDue);
        var second = await scene.StartAsync(typeof(OnStartup));
        await scene.UntilAsync("SELECT count(*) = 2 FROM durable.schedule_listeners");
        await scene.StopAsync(first);
        await scene.StopAsync(second);
        Assert.Equal(0, scene.Waiting);

        await scene.StartAsync(typeof(OnStartup));

        Assert.Null((await scene.NextAsync()).ScheduleStatus);
    }

    [Fact]
    public async Task A_run_is_followed_by_no_other_before_it_has_ended_and_keeps_its_lease_meanwhile()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        scene.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await scene.StartAsync(typeof(Often));
        await scene.StartAsync(typeof(Often));

        await scene.NextAsync();
        // Longer than the lease of a second, and than many intervals.
        await scene.UntilAsync("SELECT lease_until > updated_at + interval '2.2 s' FROM durable.schedules");
        Assert.Equal(0, scene.Waiting);
        scene.Gate.SetResult();

        Assert.False((await scene.NextAsync()).IsPastDue);
    }

    [Fact]
    public async Task A_run_whose_host_vanished_is_taken_over_once_its_lease_has_run_out()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.RememberAsync(typeof(Yearly), "now() + interval '1 year'");
        await scene.AskAsync("UPDATE durable.schedules SET owner = 'gone', epoch = epoch + 1, lease_until = now() + interval '1 s', last_due = now()");
        await scene.StartAsync(typeof(Yearly));
        await scene.StartAsync(typeof(Yearly));

        Assert.True((await scene.NextAsync()).IsPastDue);
        await scene.UntilAsync("SELECT owner IS NULL FROM durable.schedules");
        Assert.Equal(0, scene.Waiting);
    }

    [Fact]
    public async Task A_run_that_the_host_cuts_off_at_its_end_is_left_for_the_next()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.RememberAsync(typeof(Yearly), "now()");
        scene.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = await scene.StartAsync(typeof(Yearly), ("Host:DrainSeconds", "0.1"));
        await scene.NextAsync();

        await scene.StopAsync(host);

        Assert.Contains(scene.Logged, line => line.Event == 1137);
        scene.Gate.SetResult();
        await scene.StartAsync(typeof(Yearly));
        Assert.True((await scene.NextAsync()).IsPastDue);
        await scene.UntilAsync("SELECT next_due > now() AND owner IS NULL FROM durable.schedules");
    }

    [Fact]
    public async Task A_run_that_ends_while_the_host_stops_is_over()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        scene.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = await scene.StartAsync(typeof(OnStartup), ("Host:DrainSeconds", "60"));
        await scene.NextAsync();

        var stopping = scene.StopAsync(host);
        scene.Gate.SetResult();
        await stopping;

        Assert.Equal(true, await scene.AskAsync("SELECT owner IS NULL AND lease_until IS NULL FROM durable.schedules"));
        Assert.Equal(0L, await scene.AskAsync("SELECT count(*) FROM durable.schedule_listeners"));
    }

    [Fact]
    public async Task A_failed_run_is_repeated_as_its_attribute_says_and_then_the_schedule_goes_on()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.StartAsync(typeof(Failing));

        await scene.UntilAsync("SELECT count(*) = 3 FROM durable.schedules WHERE last_due IS NOT NULL AND owner IS NULL AND next_due > now()");

        Assert.Equal(["0/2", "1/2", "2/2"], scene.Noted("Fixed"));
        Assert.Equal(["0/-1", "1/-1", "2/-1", "3/-1"], scene.Noted("Growing"));
        Assert.Equal(["0/0"], scene.Noted("Plain"));
        Assert.Equal(3 + 3 + 1, scene.Logged.Count(line => line.Event == 1132));
    }

    [Fact]
    public async Task The_trigger_may_be_text_or_a_class_of_that_shape_and_a_durable_client_may_stand_beside_it()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.StartAsync(typeof(Shapes));

        await scene.UntilAsync("SELECT count(*) = 2 FROM durable.schedules WHERE last_due IS NOT NULL AND owner IS NULL");

        using var text = JsonDocument.Parse(Assert.Single(scene.Noted("Text")));
        Assert.False(text.RootElement.GetProperty("IsPastDue").GetBoolean());
        Assert.True(text.RootElement.GetProperty("ScheduleStatus").GetProperty("Next").GetDateTime() > DateTime.UtcNow);
        Assert.Equal("False, due in the future: True", Assert.Single(scene.Noted("Own")));
    }

    [Fact]
    public async Task A_schedule_may_stand_in_a_setting()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.StartAsync(typeof(BySetting), ("Etl:Schedule", "00:00:00.100"));

        await scene.NextAsync();
    }

    [Fact]
    public async Task The_schedule_of_the_host_that_started_last_counts_and_the_others_stand_by()
    {
        await using var scene = await TimerScene.NewAsync(postgres);
        await scene.StartAsync(typeof(BySetting), ("Etl:Schedule", "00:00:00.050"));
        await scene.NextAsync();

        await scene.StartAsync(typeof(BySetting), ("Etl:Schedule", Far));
        await scene.LoggedAsync(1135);

        Assert.Equal(true, await scene.AskAsync($"SELECT schedule = '{Far}' AND next_due > now() FROM durable.schedules"));
    }

    [Theory]
    [InlineData(typeof(BySetting), "names the setting Etl:Schedule, which has no value")]
    [InlineData(typeof(NoSchedule), "has the schedule 'soon', which is no NCRONTAB expression")]
    [InlineData(typeof(NoPause), "has a retry interval 'a while', which is not hh:mm:ss")]
    [InlineData(typeof(FallingPauses), "has a MinimumInterval (00:01:00) above its MaximumInterval (00:00:01)")]
    [InlineData(typeof(NoInfo), "takes Int32 timer")]
    [InlineData(typeof(RetriedRequest), "has a retry attribute, which only a timer heeds")]
    public async Task A_timer_that_cannot_be_served_stops_the_start(Type functions, string reason)
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(functions) { Settings = { ["Postgres:ConnectionString"] = "Host=nowhere" } });

        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public async Task An_unknown_zone_stops_the_start()
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Yearly))
        {
            Settings = { ["Postgres:ConnectionString"] = "Host=nowhere", ["WEBSITE_TIME_ZONE"] = "Nowhere/Land" },
        });

        Assert.Contains("WEBSITE_TIME_ZONE is 'Nowhere/Land'", refusal.Message);
    }

    public sealed class Often(TimerScene scene)
    {
        [Function("Often")]
        public Task RunAsync([TimerTrigger("00:00:00.050")] TimerInfo timer, CancellationToken cancellationToken) => scene.SeeAsync(timer, cancellationToken);
    }

    public sealed class Yearly(TimerScene scene)
    {
        [Function("Yearly")]
        public Task RunAsync([TimerTrigger(Far)] TimerInfo timer, CancellationToken cancellationToken) => scene.SeeAsync(timer, cancellationToken);
    }

    public sealed class Unmonitored(TimerScene scene)
    {
        [Function("Unmonitored")]
        public Task RunAsync([TimerTrigger(Far, UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => scene.SeeAsync(timer, cancellationToken);
    }

    public sealed class OnStartup(TimerScene scene)
    {
        [Function("OnStartup")]
        public Task RunAsync([TimerTrigger(Far, RunOnStartup = true, UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
            scene.SeeAsync(timer, cancellationToken);
    }

    public sealed class BySetting(TimerScene scene)
    {
        [Function("BySetting")]
        public Task RunAsync([TimerTrigger("%Etl:Schedule%")] TimerInfo timer, CancellationToken cancellationToken) => scene.SeeAsync(timer, cancellationToken);
    }

    public sealed class Failing(TimerScene scene)
    {
        [Function("Fixed")]
        [FixedDelayRetry(2, "00:00:00.0200000")]
        public void Fixed([TimerTrigger(Far, RunOnStartup = true)] TimerInfo timer, FunctionContext context) => Fail(context, untilRetry: 9);

        [Function("Growing")]
        [ExponentialBackoffRetry(-1, "00:00:00.0100000", "00:00:00.0200000")]
        public void Growing([TimerTrigger(Far, RunOnStartup = true)] TimerInfo timer, FunctionContext context) => Fail(context, untilRetry: 3);

        [Function("Plain")]
        public void Plain([TimerTrigger(Far, RunOnStartup = true)] TimerInfo timer, FunctionContext context) => Fail(context, untilRetry: 9);

        void Fail(FunctionContext context, int untilRetry)
        {
            scene.Note(context.FunctionDefinition.Name, $"{context.RetryContext.RetryCount}/{context.RetryContext.MaxRetryCount}");
            if (context.RetryContext.RetryCount < untilRetry)
                throw new InvalidOperationException("as asked");
        }
    }

    public sealed class Shapes(TimerScene scene)
    {
        [Function("Text")]
        public void Text([TimerTrigger(Far, RunOnStartup = true)] string timer, [DurableClient] DurableTaskClient client)
        {
            Assert.NotNull(client);
            scene.Note("Text", timer);
        }

        [Function("Own")]
        public void Own([TimerTrigger(Far, RunOnStartup = true)] OwnTimer timer) =>
            scene.Note("Own", $"{timer.IsPastDue}, due in the future: {timer.ScheduleStatus!.Next > DateTimeOffset.UtcNow}");

        public sealed record OwnTimer(bool IsPastDue, OwnStatus? ScheduleStatus);

        public sealed record OwnStatus(DateTimeOffset Next);
    }

    public static class NoSchedule
    {
        [Function("NoSchedule")]
        public static void Run([TimerTrigger("soon")] TimerInfo timer) => _ = timer;
    }

    public static class NoPause
    {
        [Function("NoPause")]
        [FixedDelayRetry(2, "a while")]
        public static void Run([TimerTrigger(Far)] TimerInfo timer) => _ = timer;
    }

    public static class FallingPauses
    {
        [Function("FallingPauses")]
        [ExponentialBackoffRetry(2, "00:01:00", "00:00:01")]
        public static void Run([TimerTrigger(Far)] TimerInfo timer) => _ = timer;
    }

    public static class NoInfo
    {
        [Function("NoInfo")]
        public static void Run([TimerTrigger(Far)] int timer) => _ = timer;
    }

    public static class RetriedRequest
    {
        [Function("RetriedRequest")]
        [FixedDelayRetry(2, "00:00:01")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok(request.Path.Value);
    }
}
