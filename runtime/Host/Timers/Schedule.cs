using System.Globalization;
using NCrontab;

namespace Asan.Runtime.Host.Timers;

/// <summary>When a timer is due.</summary>
abstract class Schedule
{
    static readonly CrontabSchedule.ParseOptions WithSeconds = new() { IncludingSeconds = true };
    static readonly CrontabSchedule.ParseOptions WithoutSeconds = new();

    /// <summary>A name under which the schedule is remembered: two of one name are due at the same times.</summary>
    public abstract string Name { get; }

    /// <summary>The first time after this one at which it is due, in UTC.</summary>
    public abstract DateTime After(DateTime utc);

    /// <summary>Six fields of NCRONTAB (five without seconds), read in this zone, or a time span.</summary>
    /// <exception cref="FormatException">It is neither, or never due. The message is a clause that follows the expression.</exception>
    public static Schedule Parse(string expression, TimeZoneInfo zone)
    {
        if (expression.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var every) && every >= IntervalSchedule.Shortest
                ? new IntervalSchedule(every)
                : throw new FormatException("is no time span of at least 10 ms (hh:mm:ss)");

        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (CrontabSchedule.TryParse(expression, fields.Length == 6 ? WithSeconds : WithoutSeconds) is not { } parsed)
            throw new FormatException("is no NCRONTAB expression ({second} {minute} {hour} {day} {month} {day of week}) and no time span (hh:mm:ss)");
        return new CronSchedule(string.Join(' ', fields), parsed, zone, everyHour: fields[^4].StartsWith('*'));
    }
}
