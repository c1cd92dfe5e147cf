using Asan.Runtime.Host.Timers;

namespace Asan.Runtime.Host.Tests.Timers;

/// <summary>What a host does about a row, without a host and without a row.</summary>
public sealed class TimerStepTests
{
    static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    static readonly Schedule Hourly = Schedule.Parse("0 0 * * * *", TimeZoneInfo.Utc);
    static readonly Schedule EverySecond = Schedule.Parse("* * * * * *", TimeZoneInfo.Utc);

    [Fact]
    public void Before_it_is_due_a_host_waits_and_looks_now_and_then()
    {
        Assert.Equal(new TimerStep.Wait(TimeSpan.FromSeconds(20)), Step(Free(Noon, Noon.AddSeconds(-20))));
        Assert.Equal(new TimerStep.Wait(TimeSpan.FromMinutes(1)), Step(Free(Noon, Noon.AddMinutes(-30))));
    }

    [Fact]
    public void When_it_is_due_it_runs_for_that_time_and_is_not_past_due() =>
        Assert.Equal(new TimerStep.Run(Noon, Noon.AddHours(1), false), Step(Free(Noon, Noon.AddMilliseconds(900))));

    [Fact]
    public void Later_than_a_second_it_is_past_due() =>
        Assert.Equal(new TimerStep.Run(Noon.AddSeconds(2), Noon.AddHours(1), true), Step(Free(Noon, Noon.AddSeconds(2))));

    [Fact]
    public void Whatever_was_missed_is_run_once() =>
        Assert.Equal(new TimerStep.Run(Noon.AddDays(3).AddMinutes(1), Noon.AddDays(3).AddHours(1), true), Step(Free(Noon, Noon.AddDays(3).AddMinutes(1))));

    [Fact]
    public void A_run_that_skips_a_time_says_so_however_short_the_interval()
    {
        var often = Schedule.Parse("00:00:00.200", TimeZoneInfo.Utc);
        var state = Free(Noon, Noon.AddMilliseconds(250)) with { Schedule = often.Name };

        Assert.Equal(new TimerStep.Run(state.Now, state.Now.AddMilliseconds(200), true), TimerStep.Of(state, often, true, "me", Noon.AddDays(-1)));
    }

    [Fact]
    public void While_another_host_runs_it_nobody_else_does()
    {
        var running = Free(Noon.AddHours(1), Noon.AddSeconds(5)) with { Owner = "other", LeaseUntil = Noon.AddSeconds(5.25) };

        Assert.Equal(new TimerStep.Wait(TimeSpan.FromSeconds(0.25)), Step(running));
        Assert.Equal(new TimerStep.Wait(TimeSpan.FromSeconds(1)), Step(running with { LeaseUntil = Noon.AddSeconds(20) }));
    }

    [Fact]
    public void A_run_that_was_cut_off_is_taken_over_as_past_due() =>
        Assert.Equal(
            new TimerStep.Run(Noon.AddSeconds(5), Noon.AddHours(1), true),
            Step(Free(Noon.AddHours(1), Noon.AddSeconds(5)) with { Owner = "other", LeaseUntil = Noon.AddSeconds(5) }));

    [Fact]
    public void A_run_of_this_host_that_it_does_not_know_of_is_resumed() =>
        Assert.Equal(new TimerStep.Resume(), Step(Free(Noon.AddHours(1), Noon) with { Owner = "me", LeaseUntil = Noon.AddSeconds(9) }));

    [Fact]
    public void Unmonitored_it_runs_late_where_a_host_was_there_and_never_past_due()
    {
        var late = Free(Noon, Noon.AddMinutes(5));

        Assert.Equal(new TimerStep.Run(late.Now, Noon.AddHours(1), false), Step(late, isMonitored: false, since: Noon.AddMinutes(-1)));
        Assert.Equal(new TimerStep.Skip(Noon.AddHours(1)), Step(late, isMonitored: false, since: Noon.AddMinutes(1)));
        Assert.Equal(new TimerStep.Skip(Noon.AddHours(1)), Step(late with { Owner = "other", LeaseUntil = Noon }, isMonitored: false, since: Noon.AddDays(-1)));
    }

    [Fact]
    public void The_schedule_of_the_host_that_came_last_counts() =>
        Assert.IsType<TimerStep.StandBy>(TimerStep.Of(Free(Noon, Noon), EverySecond, true, "me", Noon));

    static ScheduleState Free(DateTime nextDue, DateTime now) => new(Hourly.Name, nextDue, null, Noon.AddDays(-1), null, 3, null, now);

    static TimerStep Step(ScheduleState state, bool isMonitored = true, DateTime? since = null) =>
        TimerStep.Of(state, Hourly, isMonitored, "me", since ?? Noon.AddDays(-1));
}
