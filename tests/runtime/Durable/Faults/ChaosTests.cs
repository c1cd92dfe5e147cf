using System.Globalization;
using Asan.Tests;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>The chaos soak: <c>eng/soak chaos</c> runs it for half an hour, eng/test for five minutes.</summary>
public sealed class ChaosTests(Postgres postgres, ITestOutputHelper output)
{
    static readonly int Minutes = Setting("ASAN_SOAK_MINUTES", 0);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [Setting("ASAN_SOAK_SEED", 20261121)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_or_doubled_while_hosts_are_killed_and_the_database_restarts(int seed)
    {
        var plan = Minutes == 0
            ? new ChaosPlan(TimeSpan.FromMinutes(5), 1_700, 850, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), seed)
            : new ChaosPlan(
                TimeSpan.FromMinutes(Minutes), Setting("ASAN_SOAK_WORKFLOWS", 10_000 * Minutes / 30), Setting("ASAN_SOAK_PAIRS", 5_000 * Minutes / 30),
                TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(40), seed);

        await using var server = await PrivatePostgres.StartAsync();
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString);
        await using var chaos = new Chaos(plan, server, scenario, output.WriteLine);
        var report = await chaos.RunAsync(Ct);
        foreach (var line in report.Lines())
            output.WriteLine(line);

        Assert.Empty(report.Violations);
        Assert.InRange(report.Kills, 1, int.MaxValue);
        Assert.InRange(report.Restarts, 1, int.MaxValue);
        Assert.InRange(report.Repeats, 1, report.InFlight);
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
