namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer tells the function it calls.</summary>
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>The run was due while no host was there to start it.</summary>
    public bool IsPastDue { get; set; }
}
