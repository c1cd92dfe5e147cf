using System.Collections.Concurrent;
using System.Diagnostics;
using Asan.Runtime.Host.Tests.Blobs;
using Asan.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Tests.Telemetry;

public sealed class TelemetryTests(Postgres postgres)
{
    const string Patient = "Kim-900101-1234567";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_and_metrics_reach_a_collector_under_their_official_names_and_tell_nobodys_name()
    {
        await using var collector = await Collector.StartAsync();
        await using var scene = await BlobScene.NewAsync(postgres);
        await scene.PutAsync("in", $"{Patient}.txt", $"letter of {Patient}");
        await scene.PutAsync("in", "bad.txt", Patient);
        var host = await scene.StartAsync(typeof(Doors), Exporting(collector));
        await scene.EndedAsync(2);
        Assert.Equal(200, (await host.AskAsync("GET", $"/api/patients/{Patient}?name={Patient}&code={TestHost.FunctionKey}")).Status);
        Assert.Equal(500, (await host.AskAsync("GET", $"/api/broken/{Patient}")).Status);
        await scene.UntilAsync(() => Task.FromResult(collector.Text("/v1/metrics").Contains("hdp_workitem_ready", StringComparison.Ordinal)));
        await scene.StopAsync(host);

        var (traces, metrics) = (collector.Text("/v1/traces"), collector.Text("/v1/metrics"));
        foreach (var name in (string[])
            ["GET api/patients/{id}", "Letters", "create_orchestration:Write", "orchestration:Write", "activity:Sign", "durabletask.task.instance_id", "http.route", "faas.trigger", "faas.invocation_id"])
            Assert.Contains(name, traces, StringComparison.Ordinal);
        foreach (var name in (string[])
            [
                "http.server.request.duration", "faas.invoke_duration", "faas.errors", "hdp_workflow_started_total", "hdp_workflow_completed_total", "hdp_workflow_duration_seconds",
                "hdp_activity_duration_seconds", "hdp_workitem_ready", "hdp_workitem_oldest_ready_seconds", "hdp_workflow_active", "hdp_deadletter_total", "hdp_blob_versions_total",
            ])
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        foreach (var secret in (string[])[Patient, TestHost.FunctionKey])
        {
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
        }

        // Nor does the log, but where somebody asked for a function's own words.
        Assert.DoesNotContain(host.Log.Lines, line => line.Message.Contains(Patient, StringComparison.Ordinal) && line.Level > LogLevel.Debug);
    }

    [Fact]
    public async Task What_an_invocation_sets_going_hangs_below_one_root()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "Microsoft.DurableTask" or "Asan.Runtime.Host",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var scene = await BlobScene.NewAsync(postgres);
        await scene.PutAsync("in", "a.txt", "x");
        var host = await scene.StartAsync(typeof(Doors));
        await scene.EndedAsync(1);
        await host.AskAsync("GET", "/api/patients/1");
        await scene.UntilAsync(() => Task.FromResult(spans.Count(span => span.DisplayName == "orchestration:Write") == 2));

        foreach (var root in (string[])["Letters", "GET api/patients/{id}"])
        {
            var top = Assert.Single(spans, span => span.DisplayName == root);
            Assert.Equal(default, top.ParentSpanId);
            var below = spans.Where(span => span.TraceId == top.TraceId && span != top).ToArray();
            Assert.Equal(top.SpanId, Assert.Single(below, span => span.DisplayName == "create_orchestration:Write").ParentSpanId);
            Assert.Single(below, span => span.DisplayName == "orchestration:Write");
            Assert.Equal(2, below.Count(span => span.DisplayName == "activity:Sign"));
        }
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var scene = await BlobScene.NewAsync(postgres);
        var host = await scene.StartAsync(typeof(Doors), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"));

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await host.AskAsync("GET", "/api/patients/1")).Status);
        await scene.StopAsync(host);
    }

    static (string, string)[] Exporting(Collector collector) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
        ("AzureFunctionsJobHost:extensions:blobs:poisonBlobThreshold", "1"),
    ];

    public static class Doors
    {
        [Function("Patients")]
        public static async Task<IResult> PatientsAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "patients/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
        {
            var run = await client.ScheduleNewOrchestrationInstanceAsync("Write");
            await client.WaitForInstanceCompletionAsync(run, Ct);
            return Results.Ok();
        }

        [Function("Broken")]
        public static IResult Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken/{id}")] HttpRequest request, string id) =>
            throw new InvalidDataException($"cannot read {id}");

        [Function("Letters")]
        public static Task LettersAsync([BlobTrigger("%Box%in/{name}.txt")] string text, string name, [DurableClient] DurableTaskClient client) =>
            name == "bad" ? throw new InvalidDataException($"cannot read {text}") : client.ScheduleNewOrchestrationInstanceAsync("Write");

        [Function("Write")]
        public static async Task WriteAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync("Sign", "x");
        }

        [Function("Sign")]
        public static string Sign([ActivityTrigger] string input) => input;
    }
}
