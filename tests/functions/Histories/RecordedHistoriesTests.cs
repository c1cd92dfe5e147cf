using System.Runtime.CompilerServices;
using Asan.Functions.Etl;
using Asan.Functions.Retention;
using Asan.Functions.Tests.Ingestion;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Host.Functions;
using Asan.Tests;
using Asan.Tests.Etl;
using Asan.Workflows.Blobs;
using Asan.Workflows.Etl;
using Asan.Workflows.Ingestion;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Functions.Tests.Histories;

/// <summary>
/// Instances run for months, and a new release goes on with what the one before recorded. The histories here were recorded from real runs over a
/// hospital that was made up; ASAN_RECORD_HISTORIES=1 eng/test RecordedHistories records them anew.
/// </summary>
public sealed class RecordedHistoriesTests(Postgres postgres)
{
    static readonly string Folder = Path.GetDirectoryName(Here())!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_running_instances_have_recorded_the_code_of_today_still_does()
    {
        if (Environment.GetEnvironmentVariable("ASAN_RECORD_HISTORIES") == "1")
            await RecordAsync();

        using var host = Application();
        var settings = host.Services.GetRequiredService<OrchestrationSettings>();
        var histories = Directory.GetFiles(Folder, "*.json").Select(RecordedHistory.Read).ToArray();

        Assert.Empty(settings.Registry.GetOrchestrators().Select(o => o.Key.Name).Except(histories.Select(h => h.Name)));
        foreach (var history in histories)
            Require(history, settings);
    }

    [Theory]
    [InlineData("another call", "RecordRun", "StageSources")]
    [InlineData("one call more", "goes on to the next turn", "RecordStep")]
    [InlineData("no call", "RecordRun", "hasn't (yet?) scheduled")]
    public void A_changed_orchestrator_fails_with_the_history_the_event_both_sides_and_what_to_do(string change, string recorded, string current)
    {
        using var host = Application();
        var registry = new DurableTaskRegistry().AddOrchestratorFunc("LoadCdm", context => change switch
        {
            "another call" => context.CallActivityAsync("StageSources"),
            "one call more" => Task.WhenAll(context.CallActivityAsync("RecordRun"), context.CallActivityAsync("RecordStep")),
            _ => Task.CompletedTask,
        });
        var settings = host.Services.GetRequiredService<OrchestrationSettings>() with { Registry = registry };
        var history = RecordedHistory.Read(Path.Combine(Folder, "LoadCdm.published.json"));

        var error = Assert.Throws<InvalidOperationException>(() => Require(history, settings));

        Assert.Contains("LoadCdm.published.json, turn 1, event ", error.Message, StringComparison.Ordinal);
        Assert.Contains(recorded, error.Message, StringComparison.Ordinal);
        Assert.Contains(current, error.Message, StringComparison.Ordinal);
        Assert.Contains("ASAN_RECORD_HISTORIES=1 eng/test RecordedHistories", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_end_fails_too()
    {
        using var host = Application();
        var settings = host.Services.GetRequiredService<OrchestrationSettings>();
        var history = RecordedHistory.Read(Path.Combine(Folder, "ForgetEnded.json"));
        var last = history.Turns[^1];
        var changed = history with { Turns = [.. history.Turns.SkipLast(1), last with { Events = [.. last.Events.SkipLast(1), last.Events[^1] with { Data = "41" }] }] };

        Assert.Contains("the history ends here Completed with 41, but the current code ends Completed with ",
            Assert.Throws<InvalidOperationException>(() => Require(changed, settings)).Message, StringComparison.Ordinal);
    }

    static void Require(RecordedHistory history, OrchestrationSettings settings)
    {
        if (HistoryReplayer.Difference(history.Name, history.Version, history.InstanceId, history.Turns, settings) is { } difference)
            throw new InvalidOperationException($"""
                {history.File}, {difference}
                Instances of '{history.Name}' that are running when this is released would fail like this. Keep the code for them and register the changed one
                under a new version: [DurableTask(nameof({history.Name}), Version = "...")]. Only where none can be running: record anew, by
                ASAN_RECORD_HISTORIES=1 eng/test RecordedHistories
                """);
    }

    async Task RecordAsync()
    {
        await using var host = await EtlHost.StartAsync(postgres);
        host.Put("hospital");
        await RecordAsync(host.Services, (await host.LoadAsync(new { source = "synthea", location = "hospital" })).GetProperty("id").GetString()!, "LoadCdm.published");
        File.Delete(Path.Combine(host.Sources, "hospital", "patients.csv"));
        await RecordAsync(host.Services, (await host.LoadAsync(new { source = "synthea", location = "hospital" })).GetProperty("id").GetString()!, "LoadCdm.refused");

        var client = host.Services.GetRequiredService<DurableTaskClient>();
        var purge = await client.ScheduleNewOrchestrationInstanceAsync("ForgetEnded", new PurgeRequest(30), Ct);
        await client.WaitForInstanceCompletionAsync(purge, Ct);
        await RecordAsync(host.Services, purge, "ForgetEnded");
        await RecordDocumentsAsync();
    }

    async Task RecordDocumentsAsync()
    {
        await using var host = await IngestionHost.StartAsync(postgres);
        var file = await File.ReadAllBytesAsync(DocumentsClient.Fixture("fall-prevention.docx"), Ct);
        foreach (var (content, name) in new[] { (file, "published"), ([1, 0, 2], "failed") })
        {
            var upload = (await host.Client.IngestAsync(content, "a", id: name)).GetProperty("upload").GetProperty("id").GetGuid();
            await RecordAsync(host.Services, IngestDocument.InstanceOf(upload), $"IngestDocument.{name}");
            if (name == "published")
            {
                using var deleted = await host.Client.SendAsync(HttpMethod.Delete, DocumentsClient.PathOf(name));
                await RecordAsync(host.Services, $"remove-{upload:N}", "RemoveDocument");
            }
        }
    }

    // A load's end is seen by its callers a turn before the instance has ended.
    static async Task RecordAsync(IServiceProvider services, string id, string name)
    {
        await services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(id, Ct);
        await RecordedHistory.RecordAsync(services, id, Path.Combine(Folder, $"{name}.json"), Ct);
    }

    // Built, and never started: what is registered is all that is asked of it.
    static IHost Application()
    {
        var builder = new FunctionsApplicationBuilder(
            ["--Keys:Master=a-key-nobody-uses", "--Keys:Functions:default=nor-this-one", "--Postgres:ConnectionString=Host=nowhere", $"--Blobs:Folder={Path.GetTempPath()}"],
            () => FunctionDiscovery.Find([typeof(PurgeHistory)]));
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        builder.AddPostgres().AddBlobs().AddEtl().AddEtlDoors().AddSearch().AddIngestion();
        builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddEtl().AddIngestion());
        return builder.Build();
    }

    static string Here([CallerFilePath] string path = "") => path;
}
