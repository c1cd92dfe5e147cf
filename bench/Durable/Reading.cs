namespace Asan.Bench.Durable;

/// <summary>The server's counters at one moment, or what they grew by.</summary>
sealed record Reading(double CpuSeconds, long Commits, long Syncs, long WalBytes)
{
    public static Reading operator -(Reading later, Reading earlier) => new(
        later.CpuSeconds - earlier.CpuSeconds, later.Commits - earlier.Commits, later.Syncs - earlier.Syncs, later.WalBytes - earlier.WalBytes);
}
