using System.Globalization;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>
/// A host is killed behind each step of handling blobs, and another goes on. <c>eng/soak blobs</c> does that for minutes, with a second host that is killed
/// at any moment.
/// </summary>
public abstract class BlobKillTests(Postgres postgres, Azurite azurite, StoreKind kind)
{
    const int DroppedEachTime = 8;

    static readonly string[] Steps = ["seen", "taken", "identified", "recognised", "began", "effect", "returned", "run", "ended", "put off", "given up"];

    readonly List<string> good = [];
    readonly List<string> bad = [];
    int kills;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_step_a_host_is_killed_behind_each_blob_is_handled_once_or_given_up_with_a_reason()
    {
        var seed = Number("SEED") ?? 20261121;
        var random = new Random(seed);
        await using var scene = await BlobScene.NewAsync(postgres, azurite, kind);
        // A shorter one runs out by itself on a busy machine, and each time counts as a death.
        scene.Settings["Durable:Lease"] = "00:00:03";
        scene.Settings["AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism"] = "4";
        await using (var db = NpgsqlDataSource.Create(scene.Settings["Postgres:ConnectionString"]))
            await Filing.Ledger.CreateAsync(db, Ct);

        if (Number("MINUTES") is { } minutes)
            await StrikeAsync(scene, random, TimeSpan.FromMinutes(minutes));
        else
            foreach (var step in Steps)
                await KillBehindAsync(scene, step, random);
        await scene.PutAsync("in", "z/deadly.txt", "deadly");
        bad.Add("z/deadly.txt");
        await FinishAsync(scene);

        await JudgeAsync(scene, $"seed {seed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {good.Count} blobs handled and {bad.Count} given up over {kills} kills, {await scene.AskAsync<long>("SELECT count(*) FROM ledger.runs")} runs");
    }

    async Task KillBehindAsync(BlobScene scene, string step, Random random)
    {
        await DropAsync(scene, bads: step is "put off" or "given up" ? 2 : 0);
        var at = step is "seen" or "put off" or "given up" ? 1 : random.Next(3, 6);
        await using var host = FilingHost.Start(scene.Settings, (step, at));
        await EndAsync(host, step);
    }

    // In the soak a second host is there all the time, and killed at any moment.
    async Task StrikeAsync(BlobScene scene, Random random, TimeSpan length)
    {
        var since = TimeProvider.System.GetTimestamp();
        var other = FilingHost.Start(scene.Settings);
        try
        {
            while (TimeProvider.System.GetElapsedTime(since) < length)
            {
                await DropAsync(scene, bads: random.Next(3));
                var step = Steps[random.Next(Steps.Length)];
                await using var host = FilingHost.Start(scene.Settings, (step, random.Next(3, 9)));
                // The other one may have done what this one was to be killed behind.
                await Task.WhenAny(host.EndAsync(Ct), Task.Delay(TimeSpan.FromSeconds(random.Next(4, 9)), Ct));
                if (!host.HasEnded)
                    await host.KillAsync();
                kills++;
                if (random.Next(2) == 0)
                    continue;
                await other.DisposeAsync();
                kills++;
                other = FilingHost.Start(scene.Settings);
            }
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    // A deadly blob takes host after host with it, until it is given up.
    async Task FinishAsync(BlobScene scene)
    {
        var host = FilingHost.Start(scene.Settings);
        try
        {
            while (await scene.AskAsync<long>("SELECT count(*) FROM durable.blob_receipts WHERE status > 0") < good.Count + bad.Count)
            {
                if (host.HasEnded)
                {
                    kills++;
                    await host.DisposeAsync();
                    host = FilingHost.Start(scene.Settings);
                }

                await Task.Delay(50, Ct);
            }

            await scene.UntilAsync(() => scene.AskAsync<bool>("SELECT bool_and(status = 1) FROM durable.instances"));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    async Task DropAsync(BlobScene scene, int bads)
    {
        for (var i = 0; i < DroppedEachTime; i++)
        {
            good.Add($"a/{good.Count:d4}.txt");
            await scene.PutAsync("in", good[^1], good[^1]);
        }

        for (var i = 0; i < bads; i++)
        {
            bad.Add($"b/{bad.Count:d4}.txt");
            await scene.PutAsync("in", bad[^1], "bad");
        }
    }

    async Task EndAsync(FilingHost host, string step)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await host.EndAsync(patience.Token);
            kills++;
        }
        catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
        {
            Assert.Fail($"The host never came to '{step}':\n{host.Output}");
        }
    }

    async Task JudgeAsync(BlobScene scene, string seed)
    {
        // One row a version, and none left over.
        Assert.Equal(good.Count + bad.Count, await scene.AskAsync<long>("SELECT count(*) FROM durable.blob_receipts"));
        var faults = await scene.AskAsync<string[]>("""
            SELECT coalesce(array_agg(name || ': ' || status || ' ' || coalesce(reason, '') ORDER BY name), '{}')
            FROM durable.blob_receipts
            WHERE CASE WHEN name LIKE 'a/%' THEN status <> 1 ELSE status <> 2 OR coalesce(reason, '') = '' END
            """);
        Assert.True(faults.Length == 0, $"{seed}: {string.Join("; ", faults)}");
        Assert.StartsWith("Its host died or lost its lease while it was handled, in 5 of 5 tries", await scene.AskAsync<string>("SELECT reason FROM durable.blob_receipts WHERE name LIKE 'z/%'"), StringComparison.Ordinal);
        Assert.Equal(0, await scene.AskAsync<long>("SELECT count(*) FROM durable.blob_receipts WHERE name LIKE 'b/%' AND reason NOT LIKE 'InvalidDataException: this is no document%' AND reason NOT LIKE 'Its host died%'"));

        // What it did is there, once.
        foreach (var name in good)
            Assert.Equal($"filed: {name}", await scene.TextAsync("out", $"{name[..^4]}.filed"));
        Assert.Equal(good.Count, await scene.AskAsync<long>("SELECT count(*) FROM durable.instances WHERE status = 1"));
        Assert.Equal(good.Count, await scene.AskAsync<long>("SELECT count(DISTINCT version) FROM ledger.runs WHERE ended"));

        // A run is repeated only where a host was killed, and only what it had in its hands.
        var repeated = await scene.AskAsync<long>("SELECT count(*) - count(DISTINCT version) FROM ledger.runs WHERE version LIKE 'a-%'");
        Assert.InRange(repeated, 0, kills * 4);
    }

    static int? Number(string name) =>
        Environment.GetEnvironmentVariable($"ASAN_SOAK_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
