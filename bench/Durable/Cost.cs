namespace Asan.Bench.Durable;

/// <summary>What a run cost: CPU of the side's own process, and what the server spent.</summary>
sealed record Cost(int Steps, double CpuSeconds, double ServerCpuSeconds, Counters Server)
{
    public override string ToString() =>
        $"{CpuSeconds / Steps * 1000:F2} ms CPU, {ServerCpuSeconds / Steps * 1000:F2} ms of the server's, {(double)Server.Syncs / Steps:F2} fsyncs, "
        + $"{(double)Server.Commits / Steps:F2} transactions, {(double)Server.WalBytes / Steps:N0} bytes of WAL";
}
