namespace Asan.Runtime.Host.Timers;

/// <summary>The zone whose wall clock NCRONTAB expressions are read by.</summary>
static class ScheduleZone
{
    /// <summary>The official setting: an IANA name (Asia/Seoul) or a Windows name (Korea Standard Time). Without it schedules are in UTC.</summary>
    public const string Setting = "WEBSITE_TIME_ZONE";

    /// <exception cref="InvalidOperationException">No zone has this name here.</exception>
    public static TimeZoneInfo Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return TimeZoneInfo.Utc;

        // The runtime's own table of Windows names comes with ICU, which the host does without.
        var iana = WindowsZones.Iana.GetValueOrDefault(name.Trim(), name.Trim());
        return TimeZoneInfo.TryFindSystemTimeZoneById(iana, out var zone)
            ? zone
            : throw new InvalidOperationException(
                $"{Setting} is '{name}', which names no time zone here: give an IANA name (Asia/Seoul) or a Windows name (Korea Standard Time), and see that the machine has zone data (tzdata)");
    }
}
