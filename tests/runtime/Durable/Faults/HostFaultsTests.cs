using Asan.Runtime.Durable.Chaos;
using Asan.Tests;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>Hosts in processes of their own are killed, stopped, told to go, and lied to about the time.</summary>
public sealed class HostFaultsTests(Postgres postgres) : IAsyncLifetime
{
    const int Lease = 3;

    Scenario scenario = null!;
    LoneClient user = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        scenario = await Scenario.OpenAsync(postgres, await postgres.CreateAsync());
        user = new(scenario, TimeSpan.FromSeconds(Lease));
    }

    public async ValueTask DisposeAsync()
    {
        await user.DisposeAsync();
        await scenario.DisposeAsync();
    }

    [Theory]
    [InlineData("before", 2)]
    [InlineData("after", 2)]
    public async Task An_activity_whose_host_dies_before_or_after_its_effect_runs_once_more_elsewhere(string when, int runs)
    {
        await using var doomed = await HostAsync("doomed", Lease, ("ASAN_CHAOS_DIE", $"{when} second"));
        var work = scenario.ThreeStepsAsync(user.Client, "three", 1);
        await doomed.EndedAsync(Ct);
        await using var heir = await HostAsync("heir", Lease);
        await work;

        Assert.Equal(runs, await scenario.CountAsync("SELECT count(*) FROM ledger.runs WHERE hub = $hub AND call = 'second'"));
        Assert.Equal(1, await scenario.CountAsync("SELECT count(*) FROM ledger.runs WHERE hub = $hub AND call = 'third' AND worker = 'heir'"));
        await EndAsync(heir);
    }

    // Stopped for longer than its lease, in the middle of an activity: another ran it since, and what the first one brings late is not taken.
    [Fact]
    public async Task A_host_that_slept_longer_than_its_lease_changes_nothing_and_works_on()
    {
        await using var sleeper = await HostAsync("sleeper", Lease);
        var work = Enumerable.Range(0, 20).Select(i => scenario.ThreeStepsAsync(user.Client, $"three {i}", 400)).ToArray();
        await scenario.RunsAsync(20);
        await sleeper.SignalAsync("STOP");

        await using var other = await HostAsync("other", Lease);
        await Task.WhenAll(work);
        await sleeper.SignalAsync("CONT");

        // The sleeper is the only one left, and takes its part again.
        Assert.Equal(0, await other.StopAsync(Ct));
        await scenario.ThreeStepsAsync(user.Client, "afterwards", 1);
        Assert.Equal(3, await scenario.CountAsync("SELECT count(*) FROM ledger.runs WHERE hub = $hub AND instance_id = 'afterwards' AND worker = 'sleeper'"));
        await EndAsync(sleeper);
    }

    // Leases of an hour: whatever goes on soon was given back, and not waited for.
    [Fact]
    public async Task A_host_that_is_told_to_go_gives_back_what_it_holds_and_another_begins_it_at_once()
    {
        await using var first = await HostAsync("first", 3_600, ("ASAN_CHAOS_DRAIN", "1"));
        var work = Enumerable.Range(0, 10).Select(i => scenario.ThreeStepsAsync(user.Client, $"three {i}", 5_000)).ToArray();
        await scenario.RunsAsync(10);
        await using var second = await HostAsync("second", 3_600);

        Assert.Equal(0, await first.StopAsync(Ct));
        await scenario.RunsAsync(20);
        Assert.Equal(10, await scenario.CountAsync("SELECT count(*) FROM ledger.runs WHERE hub = $hub AND call = 'first' AND worker = 'second'"));
        await Task.WhenAll(work);
        await EndAsync(second);
    }

    // One clock ten minutes behind, one ten minutes ahead and twice as fast: timers and leases go by the server's.
    [Fact]
    public async Task Hosts_that_disagree_about_the_time_fire_no_timer_early_and_take_no_lease_that_runs()
    {
        var faketime = FakeTime();
        await using var behind = await HostAsync("behind", Lease, ("LD_PRELOAD", faketime), ("FAKETIME", "-10m"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        await using var ahead = await HostAsync("ahead", Lease, ("LD_PRELOAD", faketime), ("FAKETIME", "+10m x2"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));

        await AllAsync();
        Assert.Equal(0, await scenario.CountAsync("SELECT count(*) FROM (SELECT FROM ledger.runs WHERE hub = $hub GROUP BY instance_id, call HAVING count(*) > 1) AS again"));
        await EndAsync(behind, ahead);
    }

    [Fact]
    public async Task Hosts_whose_clocks_jump_while_they_work_fire_no_timer_early_and_lose_nothing()
    {
        var faketime = FakeTime();
        var clock = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(clock, "+0\n", Ct);
            (string, string)[] jumping =
                [("LD_PRELOAD", faketime), ("FAKETIME_TIMESTAMP_FILE", clock), ("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];
            await using var one = await HostAsync("one", Lease, jumping);
            await using var other = await HostAsync("other", Lease, jumping);

            var work = AllAsync();
            await scenario.RunsAsync(5);
            await File.WriteAllTextAsync(clock, "-1h\n", Ct);
            await scenario.RunsAsync(20);
            await File.WriteAllTextAsync(clock, "+1h\n", Ct);
            await work;
            await EndAsync(one, other);
        }
        finally
        {
            File.Delete(clock);
        }
    }

    [Fact]
    public async Task Hosts_with_little_memory_do_the_same_work()
    {
        await using var small = await HostAsync("small", 10, ("DOTNET_GCHeapHardLimit", "0x4000000"));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => scenario.ThreeStepsAsync(user.Client, $"three {i}", 1)));
        await EndAsync(small);
    }

    // Whoever takes it over has to replay ten thousand events, and to fetch an input of 10 MB.
    [Fact]
    public async Task A_long_history_with_a_large_input_is_taken_over_by_a_host_with_little_memory()
    {
        await using var doomed = await HostAsync("doomed", Lease, ("ASAN_CHAOS_DIE", "before last"));
        var input = new string('가', 1_700_000);
        await scenario.StartAsync(user.Client, "long", Chores.Long, input, Chores.OutputOfLong(input));
        await doomed.EndedAsync(Ct);

        await using var heir = await HostAsync("heir", Lease, ("DOTNET_GCHeapHardLimit", "0x8000000"));
        await Scenario.EndAsync(user.Client, "long");
        Assert.Equal(1, await scenario.CountAsync("SELECT count(*) FROM ledger.runs WHERE hub = $hub AND call = 'last' AND worker = 'heir'"));
        await EndAsync(heir);
    }

    Task AllAsync() => Task.WhenAll(
        Enumerable.Range(0, 10).Select(i => scenario.ThreeStepsAsync(user.Client, $"three {i}", 100))
            .Concat(Enumerable.Range(0, 10).Select(i => scenario.EverythingAsync(user.Client, $"everything {i}", 100))));

    Task<ChaosProcess> HostAsync(string worker, int leaseSeconds, params (string, string)[] environment) =>
        ChaosProcess.StartAsync(scenario.Database, scenario.Database, scenario.Hub, worker, leaseSeconds, Ct, environment);

    async Task EndAsync(params ChaosProcess[] hosts)
    {
        foreach (var host in hosts)
            Assert.True(await host.StopAsync(Ct) == 0, host.Said);
        var options = user.Options;
        await user.DisposeAsync();
        await scenario.CheckAsync(options);
    }

    static string FakeTime()
    {
        var found = Directory.Exists("/usr/lib") ? Directory.GetFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault() : null;
        Assert.SkipWhen(found is null, "libfaketime is not installed: apt-get install faketime");
        return found!;
    }
}
