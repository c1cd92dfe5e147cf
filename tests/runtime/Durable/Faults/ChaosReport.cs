namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>What chaos came to.</summary>
/// <param name="InFlight">Activities begun and not recorded when their host was killed, over all kills: each may run once more.</param>
/// <param name="Repeats">Runs of activities beyond the first.</param>
/// <param name="Recoveries">Seconds from a kill until all that it interrupted has begun again, and from a server's return until work goes on.</param>
sealed record ChaosReport(int Kills, int Restarts, long InFlight, long Repeats, IReadOnlyList<double> Recoveries, IReadOnlyList<string> Violations)
{
    /// <summary>Accepted starts that have not ended or are gone, and accepted events nobody heard.</summary>
    public int Lost => Violations.Count(v => v.StartsWith("I1:", StringComparison.Ordinal) || v.Contains("is not there", StringComparison.Ordinal) || v.EndsWith("delivered 0 times.", StringComparison.Ordinal));

    public int Doubled => Violations.Count(v => v.StartsWith("I3:", StringComparison.Ordinal) && v.Contains("results of its call", StringComparison.Ordinal));

    public double Recovery95 => Recoveries.Count == 0 ? 0 : Recoveries.Order().ElementAt((int)Math.Ceiling(Recoveries.Count * 0.95) - 1);

    public IEnumerable<string> Lines() =>
    [
        $"kills {Kills}, restarts of the database {Restarts}",
        $"lost {Lost}",
        $"doubled recorded results {Doubled}",
        $"repeats {Repeats} (in flight when killed: {InFlight})",
        FormattableString.Invariant($"recovery p95 {Recovery95:0.0} s"),
        Violations.Count == 0 ? "the checker found nothing" : $"the checker found {Violations.Count}:",
        .. Violations.Take(20),
    ];
}
