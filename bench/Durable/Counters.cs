namespace Asan.Bench.Durable;

/// <summary>The server's counters at one moment, or what they grew by.</summary>
sealed record Counters(long Commits, long Syncs, long WalBytes)
{
    public static Counters operator -(Counters later, Counters earlier) =>
        new(later.Commits - earlier.Commits, later.Syncs - earlier.Syncs, later.WalBytes - earlier.WalBytes);
}
