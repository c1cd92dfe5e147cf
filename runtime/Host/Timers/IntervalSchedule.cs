namespace Asan.Runtime.Host.Timers;

/// <summary>Due at one distance after another, counted from the last time.</summary>
sealed class IntervalSchedule(TimeSpan every) : Schedule
{
    public static TimeSpan Shortest { get; } = TimeSpan.FromMilliseconds(10);

    public override string Name => $"{every:c}";

    public override DateTime After(DateTime utc) => utc + every;
}
