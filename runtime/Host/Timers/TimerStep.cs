namespace Asan.Runtime.Host.Timers;

/// <summary>What a host does next about a timer, as its row says.</summary>
abstract record TimerStep
{
    // A change by another host is seen within this, whatever the row said when it was read.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    static readonly TimeSpan Punctual = TimeSpan.FromSeconds(1);

    /// <summary>Look again after this.</summary>
    public sealed record Wait(TimeSpan For) : TimerStep;

    /// <summary>Run it for this time; the one after it is due then.</summary>
    public sealed record Run(DateTime Last, DateTime NextDue, bool IsPastDue) : TimerStep;

    /// <summary>It runs nowhere, though this host has claimed it: the claim was made and its answer was lost.</summary>
    public sealed record Resume : TimerStep;

    /// <summary>It was missed, and is not made up for.</summary>
    public sealed record Skip(DateTime NextDue) : TimerStep;

    /// <summary>Another host has come with another schedule: that one counts.</summary>
    public sealed record StandBy(TimeSpan For) : TimerStep;

    /// <param name="since">From when on this host has listened, by the database's time.</param>
    public static TimerStep Of(ScheduleState state, Schedule schedule, bool isMonitored, string me, DateTime since)
    {
        var now = state.Now;
        if (state.Owner == me)
            return new Resume();
        if (state.Schedule != schedule.Name)
            return new StandBy(Longest);
        if (state.Owner is not null && state.LeaseUntil > now)
            return new Wait(Until(state.NextDue > now && state.NextDue < state.LeaseUntil ? state.NextDue : state.LeaseUntil.Value, now, TimeSpan.FromSeconds(1)));
        if (state.Owner is not null)
            return isMonitored ? new Run(now, schedule.After(now), IsPastDue: true) : new Skip(schedule.After(now));
        if (state.NextDue > now)
            return new Wait(Until(state.NextDue, now, Longest));
        if (schedule.After(state.NextDue) is var next && next > now && now - state.NextDue <= Punctual)
            return new Run(state.NextDue, next, IsPastDue: false);
        // Late: whatever fell due up to now is run once.
        return isMonitored || state.NextDue >= since ? new Run(now, schedule.After(now), isMonitored) : new Skip(schedule.After(now));
    }

    static TimeSpan Until(DateTime due, DateTime now, TimeSpan atMost) =>
        TimeSpan.FromTicks(Math.Clamp((due - now).Ticks, Shortest.Ticks, atMost.Ticks));
}
