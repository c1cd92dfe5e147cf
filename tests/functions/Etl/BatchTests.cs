using System.Text.Json;
using Asan.Workflows.Etl.Batches;
using Asan.Workflows.Etl.Runs;
using Asan.Workflows.Postgres;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Tests.Etl;

/// <summary>Batches that are dropped into the sources, and the timer that looks for those that wait.</summary>
public sealed class BatchTests(Postgres postgres)
{
    const string Never = "--Etl:Schedule=0 0 0 1 1 *";
    const string EverySecond = "--Etl:Schedule=* * * * * *";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_loaded_once_it_is_complete_and_again_when_its_mark_is_written_again()
    {
        await using var host = await EtlHost.StartAsync(postgres, Never);
        host.Put("2026-11");
        await Task.Delay(300, Ct); // some looks at a batch that is not complete
        Assert.Empty(await RunsAsync(host));

        host.Write("2026-11", Batch.CompleteMark, "");
        var first = await EndedAsync(host, 1);
        Assert.Equal(("Succeeded", "2026-11"), (first[0].GetProperty("status").GetString(), first[0].GetProperty("location").GetString()));
        Assert.Equal("p1", await ScalarAsync<string>(host, "SELECT person_source_value FROM cdm.person"));

        host.Write("2026-11", Batch.CompleteMark, "once more");
        var both = await EndedAsync(host, 2);
        Assert.NotEqual(both[0].GetProperty("id").GetString(), both[1].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_batch_that_is_dropped_during_a_load_is_loaded_after_it_by_the_timer()
    {
        await using var host = await EtlHost.StartAsync(postgres, EverySecond);
        host.Put("first");
        host.Put("second");
        host.Write("first", Batch.CompleteMark, "");
        await UntilAsync(async () => (await RunsAsync(host)).Length == 1);
        host.Write("second", Batch.CompleteMark, "");

        var runs = await EndedAsync(host, 2);
        Assert.Equal(["second", "first"], runs.Select(run => run.GetProperty("location").GetString()));
        Assert.All(runs, run => Assert.Equal("Succeeded", run.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Whoever_finds_a_batch_and_however_often_it_is_one_load()
    {
        await using var host = await EtlHost.StartAsync(postgres, Never);
        host.Put("batch");
        host.Write("batch", Batch.CompleteMark, "");
        var (batches, client) = (host.Services.GetRequiredService<BatchStarter>(), host.Services.GetRequiredService<DurableTaskClient>());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => batches.StartNextAsync(client, Ct)));
        var run = Assert.Single(await EndedAsync(host, 1));

        Assert.Null(await batches.StartNextAsync(client, Ct));
        Assert.Equal(1, await ScalarAsync<long>(host, "SELECT count(*) FROM durable.instances WHERE name = 'LoadCdm'"));
        Assert.Equal(run.GetProperty("id").GetString(), await ScalarAsync<string>(host, "SELECT instance_id FROM durable.instances WHERE name = 'LoadCdm'"));

        // Not even when the history of its orchestration is forgotten.
        await client.PurgeInstanceAsync(run.GetProperty("id").GetString()!, Ct);
        Assert.Null(await batches.StartNextAsync(client, Ct));
    }

    [Fact]
    public async Task A_start_that_broke_off_between_its_row_and_its_orchestration_is_finished()
    {
        await using var host = await EtlHost.StartAsync(postgres, Never, "--Blobs:PollInterval=1.00:00:00");
        host.Put("batch");
        host.Write("batch", Batch.CompleteMark, "");
        var batch = Assert.Single(await host.Services.GetRequiredService<BatchFinder>().FindAsync(Ct));
        await host.Services.GetRequiredService<RunStore>().TakeAsync(new(batch.RunId, "synthea", batch.Folder, null, batch.RunId), Ct);

        var started = await host.Services.GetRequiredService<BatchStarter>().StartNextAsync(host.Services.GetRequiredService<DurableTaskClient>(), Ct);

        Assert.Equal(batch.RunId, Assert.IsType<RunStarted.Taken>(started).Id);
        Assert.Equal("Succeeded", Assert.Single(await EndedAsync(host, 1)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_batch_that_cannot_be_loaded_fails_once_with_its_reason_and_holds_up_no_other()
    {
        await using var host = await EtlHost.StartAsync(postgres, EverySecond);
        host.Put("bad");
        File.Delete(Path.Combine(host.Sources, "bad", "patients.csv"));
        host.Write("bad", Batch.CompleteMark, "");
        host.Put("good");
        host.Write("good", Batch.CompleteMark, "");

        var runs = await EndedAsync(host, 2);
        Assert.Equal([("good", "Succeeded"), ("bad", "Failed")], runs.Select(run => (run.GetProperty("location").GetString()!, run.GetProperty("status").GetString()!)));
        Assert.Contains("patients.csv", runs[1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vocabulary_may_come_with_a_batch()
    {
        await using var host = await EtlHost.StartAsync(postgres, Never, "--Blobs:PollInterval=1.00:00:00");
        var batches = host.Services.GetRequiredService<BatchFinder>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            host.Put(name);
            host.Write(name, Batch.CompleteMark, "");
        }

        Directory.CreateDirectory(Path.Combine(host.Sources, "a", "vocabulary"));
        host.Write("a", "vocabulary/CONCEPT.csv", "x");
        host.Write("b", "vocabulary.zip", "x");
        host.Write("c", "vocabulary-notes.txt", "x");

        var found = await batches.FindAsync(Ct);
        Assert.Equal(["a", "b", "c"], found.Select(batch => batch.Folder));
        Assert.Equal<string?[]>(["a/vocabulary", "b/vocabulary.zip", null], await Task.WhenAll(found.Select(batch => batches.VocabularyOfAsync(batch, Ct))));
    }

    static async Task<JsonElement[]> RunsAsync(EtlHost host) => [.. (await host.GetAsync("/api/etl/runs")).GetProperty("value").EnumerateArray()];

    // The newest first.
    static async Task<JsonElement[]> EndedAsync(EtlHost host, int count)
    {
        JsonElement[] runs = [];
        await UntilAsync(async () =>
        {
            runs = await RunsAsync(host);
            return runs.Length == count && runs.All(run => run.GetProperty("status").GetString() is "Succeeded" or "Failed");
        });
        return runs;
    }

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(50, Ct);
    }

    static async Task<T> ScalarAsync<T>(EtlHost host, string sql)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Ct);
        return (await connection.ScalarAsync<T>(sql, [], Ct))!;
    }
}
