namespace Asan.Bench.Durable;

/// <summary>What the rounds came to, as medians.</summary>
sealed class Report(
    int n,
    IReadOnlyList<Measurement> ours,
    IReadOnlyList<Measurement> peers,
    IReadOnlyList<double> floors,
    IReadOnlyDictionary<(bool Ours, string Way), Cost> costs)
{
    public void Tell(Case one)
    {
        if (one.Name == Case.Latency)
            TellLatency();
        else
            TellRate(one);
    }

    void TellRate(Case one)
    {
        var mine = Of(ours, one.Name);
        var theirs = one.PeerWays.Select(way => Of(peers, way)).MinBy(Seconds)!;
        var (rate, peer) = (one.PerRun(n) / Seconds(mine), one.PerRun(n) / Seconds(theirs));

        Comparison.Say(one.Name, $"{rate:N0} {one.Units}", $"{one.What}; n = {n:N0}, median of {mine.Length}, {Range(one, mine)}");
        foreach (var way in one.PeerWays)
            Comparison.Say($"  DBOS {(one.PeerWays.Length > 1 ? way : "")}", $"{one.PerRun(n) / Seconds(Of(peers, way)):N0} {one.Units}", Range(one, Of(peers, way)));
        Comparison.Say("  ours / DBOS", $"{rate / peer:F2}", $"goal: {one.Goal} or more");
        if (one.Name == "sequential")
        {
            var floor = Median(floors);
            Comparison.Say("  floor", $"{floor:N0} steps/s", $"one bare commit a step on one connection, range {floors.Min():N0}-{floors.Max():N0}");
            Comparison.Say("  ours / floor", $"{rate / floor:P0}", "goal: 70 % or more");
        }
        TellCosts(one.Name, theirs[0].Way);
    }

    void TellLatency()
    {
        var mine = Of(ours, Case.Latency).SelectMany(m => m.Answer.Milliseconds!).Order().ToArray();
        var theirs = Of(peers, Case.Latency).SelectMany(m => m.Answer.Milliseconds!).Order().ToArray();
        Comparison.Say("latency p50", $"{mine[mine.Length / 2]:F2} ms", $"a workflow of one step, from start to result, {mine.Length:N0} one after another");
        Comparison.Say("  p95, p99", $"{At(mine, 0.95):F2}, {At(mine, 0.99):F2}", "ms");
        Comparison.Say("  DBOS p50", $"{theirs[theirs.Length / 2]:F2} ms", $"p95 {At(theirs, 0.95):F2}, p99 {At(theirs, 0.99):F2}");
        Comparison.Say("  ours / DBOS", $"{mine[mine.Length / 2] / theirs[theirs.Length / 2]:F2}", "goal: below 1");
        TellCosts(Case.Latency, Case.Latency);
    }

    void TellCosts(string mine, string theirs)
    {
        Comparison.Say("  a step costs us", "", costs[(true, mine)].ToString());
        Comparison.Say("  and DBOS", "", costs[(false, theirs)].ToString());
    }

    string Range(Case one, Measurement[] of) => $"range {one.PerRun(n) / of.Max(m => m.Answer.Seconds):N0}-{one.PerRun(n) / of.Min(m => m.Answer.Seconds):N0}";

    static Measurement[] Of(IReadOnlyList<Measurement> all, string way) => [.. all.Where(m => m.Way == way)];

    static double Seconds(Measurement[] of) => Median(of.Select(m => m.Answer.Seconds));

    static double At(double[] sorted, double part) => sorted[(int)(sorted.Length * part)];

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
