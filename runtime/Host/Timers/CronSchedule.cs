using NCrontab;

namespace Asan.Runtime.Host.Timers;

/// <summary>
/// Due by the wall clock of a zone. Where that clock jumps, a schedule of fixed hours runs once a day all the same: what falls into the hour that is left
/// out runs at its end, what falls into the hour that comes twice runs the first time. One that runs in every hour (its hours are * or */n) goes by
/// elapsed time, and so runs in both.
/// </summary>
sealed class CronSchedule : Schedule
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 45);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly CrontabSchedule cron;
    readonly TimeZoneInfo zone;
    readonly bool everyHour;

    public CronSchedule(string expression, CrontabSchedule cron, TimeZoneInfo zone, bool everyHour)
    {
        (this.cron, this.zone, this.everyHour) = (cron, zone, everyHour);
        Name = zone.Equals(TimeZoneInfo.Utc) ? expression : $"{expression} {zone.Id}";
        if (cron.GetNextOccurrence(new(2024, 1, 1), new DateTime(2024, 1, 1) + Longest) == new DateTime(2024, 1, 1) + Longest)
            throw new FormatException("is never due");
    }

    public override string Name { get; }

    public override DateTime After(DateTime utc) => DateTime.SpecifyKind(everyHour ? ByElapsedTime(utc) : ByWallClock(utc), DateTimeKind.Utc);

    DateTime ByWallClock(DateTime utc)
    {
        for (var local = utc + Offset(utc); ;)
        {
            local = cron.GetNextOccurrence(local);
            var due = First(local);
            if (due > utc)
                return due;
        }
    }

    DateTime ByElapsedTime(DateTime utc)
    {
        var offset = Offset(utc);
        for (var from = utc + offset; ;)
        {
            var due = cron.GetNextOccurrence(from) - offset;
            if (Offset(due) == offset)
                return due;

            // The clock jumps on the way: on from there, by the new offset, the moment of the jump included.
            var jump = JumpBetween(from - offset, due, offset);
            offset = Offset(jump);
            from = jump + offset - Second;
        }
    }

    // The instant at which the wall clock shows this for the first time, or at which it jumps over it.
    DateTime First(DateTime local)
    {
        // Offsets are below a day, and no zone jumps twice within two.
        var (before, after) = (Offset(local - TimeSpan.FromDays(1)), Offset(local + TimeSpan.FromDays(1)));
        var due = local - (before > after ? before : after);
        if (Offset(due) == local - due)
            return due;

        due = local - (before > after ? after : before);
        return Offset(due) == local - due ? due : JumpBetween(local - TimeSpan.FromDays(1), local + TimeSpan.FromDays(1), before);
    }

    DateTime JumpBetween(DateTime from, DateTime to, TimeSpan offset)
    {
        while (to - from > Second)
        {
            var middle = from + (to - from) / 2;
            if (Offset(middle) == offset)
                from = middle;
            else
                to = middle;
        }

        return new DateTime(to.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
    }

    TimeSpan Offset(DateTime utc) => zone.GetUtcOffset(new DateTimeOffset(utc.Ticks, TimeSpan.Zero));
}
