using Asan.Runtime.Durable.History;
using Asan.Tests;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>
/// The sweep: one instance with an activity, a timer, an event and a child is run again and again, and in the n-th run the n-th request to the server
/// is cut, from the first one that opens a connection to the last, until there is no n-th. Whatever was cut, the instance must come to the same end
/// by the same history, and nobody who waits for it be told of an error. Turns and clients are swept together; polls, renewals and hints, whose number
/// depends on the time that passes, each by themselves.
/// </summary>
public sealed class EveryRequestTests(Postgres postgres, ITestOutputHelper output)
{
    const int AtOnce = 8;
    const int Most = 400;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Sweeps => new MatrixTheoryData<string, string>(
        [nameof(Cut.BeforeTheServer), nameof(Cut.BeforeTheClient), nameof(Cut.BeforeTheLastWord)], ["turns clients", "polls", "leases", "hints"]);

    [Theory, MemberData(nameof(Sweeps))]
    public async Task Whichever_request_is_cut_the_instance_comes_to_the_same_end(string where, string connections)
    {
        var cut = Enum.Parse<Cut>(where);
        var expected = await RunAsync(Cut.Never, connections, 0);

        for (var n = 1; n < Most; n += AtOnce)
        {
            var runs = await Task.WhenAll(Enumerable.Range(n, AtOnce).Select(nth => RunAsync(cut, connections, nth)));
            foreach (var (run, nth) in runs.Select((run, i) => (run, n + i)))
                Assert.True(run.Shape == expected.Shape && run.Output == expected.Output, $"Cut {where} at request {nth} of {connections}: {run} instead of {expected}.");

            if (runs.Count(run => run.Cuts > 0) is var hit && hit < AtOnce)
            {
                output.WriteLine($"{n - 1 + hit} requests were cut");
                Assert.True(n > 1 || hit > 0, "Nothing was cut.");
                return;
            }
        }

        Assert.Fail($"After {Most} runs there were still requests left to cut.");
    }

    async Task<Run> RunAsync(Cut cut, string connections, int nth)
    {
        await using var scenario = await Scenario.OpenAsync(postgres);
        await using var wire = new Wire(scenario.Database);
        var kinds = connections.Split(' ');
        var seen = 0;
        wire.Decide(request => Task.FromResult(
            Array.Exists(kinds, kind => request.Application.StartsWith(kind, StringComparison.Ordinal)) && Interlocked.Increment(ref seen) == nth ? cut : Cut.Never));

        DurableEngineOptions options;
        Run run;
        await using (var host = await scenario.HostAsync(engine =>
        {
            engine.ConnectionString = wire.ConnectionString;
            // Some cuts leave a lease to run out. A shorter one does so by itself where a busy machine keeps a renewal waiting, and then a step may rightly run twice.
            engine.Lease = TimeSpan.FromSeconds(3);
            engine.PollInterval = TimeSpan.FromMilliseconds(50);
            engine.SweepInterval = TimeSpan.FromMilliseconds(200);
        }))
        {
            options = host.Options;
            // Long enough for a renewal, where renewals are swept.
            var ended = await scenario.EverythingAsync(host.Client, "everything", kinds.Contains("leases") ? 1_100 : 5);
            var cuts = wire.Cuts;
            wire.Decide(_ => Task.FromResult(Cut.Never));
            run = new(ended.SerializedOutput, Shape(await host.TurnsAsync("everything")), cuts);
            await NothingIsLeftAsync(host);
        }

        await scenario.CheckAsync(options);
        return run;
    }

    // A turn that only took a second copy of an event out of the inbox recorded nothing.
    static string Shape(IEnumerable<TurnRecord> turns) =>
        string.Join(" | ", turns.Where(turn => turn.Events.Count > 0).Select(turn => string.Join(' ', turn.Events.Select(e => $"{e.Kind}#{e.TaskId}"))));

    // A message that a sweep has yet to drop is waited for.
    static async Task NothingIsLeftAsync(EngineHost host)
    {
        while (await host.CountAsync("inbox") + await host.CountAsync("activities") > 0)
            await Task.Delay(20, Ct);
        Assert.Equal(0, await host.CountAsync("instances", "t.owner IS NOT NULL"));
    }

    sealed record Run(string? Output, string Shape, int Cuts);
}
