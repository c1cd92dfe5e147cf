namespace Asan.Bench.Durable;

/// <summary>One thing both sides do.</summary>
/// <param name="Name">As it is typed after --cases.</param>
/// <param name="Units">What the figure counts.</param>
/// <param name="PerRun">Units in a run of n.</param>
/// <param name="PeerWays">The ways DBOS has of doing it: the best of them is compared.</param>
/// <param name="Goal">How many times the peer's rate ours is to be.</param>
sealed record Case(string Name, string What, string Units, Func<int, int> PerRun, string[] PeerWays, double Goal)
{
    public const string Latency = "latency";

    public static IReadOnlyList<Case> All { get; } =
    [
        new("sequential", "one workflow, n steps one after another", "steps/s", n => n, ["sequential"], 1.5),
        new("workflows", "n workflows of 5 steps, started together", "workflows/s", n => n, ["workflows"], 3),
        new("parallel", "one workflow, n steps at once", "steps/s", n => n, ["parallel"], 3),
        new("children", "one workflow, n children", "children/s", n => n, ["children-one-by-one", "children-together", "children-queued"], 3),
        new(Latency, "a workflow of one step, from start to result", "ms", _ => 1, [Latency], 1),
    ];

    /// <summary>Steps in a run of n, for what a step costs.</summary>
    public int Steps(int n) => Name == "workflows" ? 5 * n : n;
}
