namespace Asan.Runtime.Host.Timers;

/// <summary>A schedule's row, and the database's time when it was read. All times are UTC.</summary>
/// <param name="Owner">Who runs it; one whose lease has run out was cut off.</param>
/// <param name="Epoch">Raised with each run.</param>
sealed record ScheduleState(
    string Schedule, DateTime NextDue, DateTime? LastDue, DateTime UpdatedAt, string? Owner, int Epoch, DateTime? LeaseUntil, DateTime Now);
