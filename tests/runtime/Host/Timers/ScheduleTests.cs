using System.Globalization;
using Asan.Runtime.Host.Timers;

namespace Asan.Runtime.Host.Tests.Timers;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-01T10:02:03Z", "2026-03-01T10:05:00Z", "2026-03-01T10:10:00Z")]
    [InlineData("*/1 * * * * *", "2026-03-01T10:02:03.5Z", "2026-03-01T10:02:04Z", "2026-03-01T10:02:05Z")]
    [InlineData("0 30 9 * * 1-5", "2026-03-06T09:30:00Z", "2026-03-09T09:30:00Z", "2026-03-10T09:30:00Z")]
    [InlineData("0 0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z")]
    [InlineData("15 14 1 * *", "2026-03-01T14:15:00Z", "2026-04-01T14:15:00Z", "2026-05-01T14:15:00Z")]
    [InlineData("  0  0 12 * *   Mon ", "2026-03-01T00:00:00Z", "2026-03-02T12:00:00Z", "2026-03-09T12:00:00Z")]
    [InlineData("00:05:00", "2026-03-01T10:02:03.25Z", "2026-03-01T10:07:03.25Z", "2026-03-01T10:12:03.25Z")]
    [InlineData("1.00:00:00", "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z")]
    public void Both_forms_fall_due_when_they_say(string expression, string after, string first, string second) =>
        Assert.Equal([first, second], Due(expression, "UTC", after, 2));

    // In Seoul there is no daylight saving time; in New York the clock goes from 2 to 3 on 8 March 2026, and from 2 back to 1 on 1 November.
    [Theory]
    [InlineData("0 0 2 * * *", "Asia/Seoul", "2026-03-01T00:00:00Z", "2026-03-01T17:00:00Z", "2026-03-02T17:00:00Z")]
    [InlineData("0 30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z")]
    [InlineData("0 30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z")]
    [InlineData("0 30 1 * * *", "America/New_York", "2026-11-01T06:10:00Z", "2026-11-02T06:30:00Z", "2026-11-03T06:30:00Z")]
    [InlineData("0 30 * * * *", "America/New_York", "2026-03-08T06:00:00Z", "2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z")]
    [InlineData("0 30 * * * *", "America/New_York", "2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z")]
    [InlineData("0 */20 * * * *", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T05:40:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:20:00Z")]
    [InlineData("0 0 */2 * * *", "America/New_York", "2026-11-01T04:30:00Z", "2026-11-01T07:00:00Z", "2026-11-01T09:00:00Z")]
    [InlineData("0 15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z")]
    [InlineData("0 0 0 1 7 *", "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-06-30T22:00:00Z", "2027-06-30T22:00:00Z")]
    [InlineData("0 0 * 1 7 *", "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-06-30T22:00:00Z", "2026-06-30T23:00:00Z")]
    public void A_zones_clock_may_jump_and_nothing_is_lost_or_run_twice(string expression, string zone, string after, params string[] due) =>
        Assert.Equal(due, Due(expression, zone, after, due.Length));

    [Theory]
    [InlineData("")]
    [InlineData("0 * * *")]
    [InlineData("0 0 0 0 * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("every minute")]
    [InlineData("0 0 0 31 2 *")]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    [InlineData("00:00:00.001")]
    [InlineData("25:61:00")]
    public void What_is_no_schedule_or_never_due_is_refused(string expression) =>
        Assert.Throws<FormatException>(() => Schedule.Parse(expression, TimeZoneInfo.Utc));

    [Theory]
    [InlineData(null, "UTC")]
    [InlineData("", "UTC")]
    [InlineData("UTC", "UTC")]
    [InlineData("Asia/Seoul", "Asia/Seoul")]
    [InlineData("Korea Standard Time", "Asia/Seoul")]
    [InlineData("w. europe standard time", "Europe/Berlin")]
    public void Zones_have_IANA_names_and_Windows_names(string? name, string id) => Assert.Equal(id, ScheduleZone.Find(name).Id);

    [Fact]
    public void Every_Windows_name_leads_to_a_zone()
    {
        foreach (var (windows, iana) in WindowsZones.Iana)
            Assert.Equal(iana, ScheduleZone.Find(windows).Id);
    }

    [Fact]
    public void A_zone_nobody_knows_is_refused_by_the_settings_name() =>
        Assert.Contains("WEBSITE_TIME_ZONE is 'Mars/Olympus'", Assert.Throws<InvalidOperationException>(() => ScheduleZone.Find("Mars/Olympus")).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Over_years_every_local_time_of_the_schedule_is_run_once_a_day_and_in_order(int seed)
    {
        var random = new Random(seed);
        string[] zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "Asia/Seoul"];
        foreach (var id in zones)
        {
            var zone = ScheduleZone.Find(id);
            var (hour, minute) = (random.Next(4), random.Next(60));
            var schedule = Schedule.Parse($"0 {minute} {hour} * * *", zone);
            var start = new DateTime(2020, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddDays(random.Next(300));

            var days = new List<DateOnly>();
            for (var due = schedule.After(start); days.Count < 1_000; due = schedule.After(due))
            {
                Assert.True(due > start, $"{id} {hour}:{minute} {due:O}");
                Assert.Equal(DateTimeKind.Utc, due.Kind);
                start = due;
                days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(due, zone)));
            }

            Assert.Equal(Enumerable.Range(0, days.Count).Select(days[0].AddDays), days);
        }
    }

    static IEnumerable<string> Due(string expression, string zone, string after, int count)
    {
        var schedule = Schedule.Parse(expression, ScheduleZone.Find(zone));
        var at = DateTime.Parse(after, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        for (var i = 0; i < count; i++)
            yield return (at = schedule.After(at)).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }
}
