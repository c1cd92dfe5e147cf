using System.Collections.Concurrent;
using System.Diagnostics;
using Asan.Runtime.Durable.History;
using Asan.Tests;
using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Tests;

public sealed class TracingTests : IDisposable
{
    readonly ConcurrentQueue<Activity> spans = new();
    readonly ActivitySource source = new($"Tests {Guid.NewGuid():N}");
    readonly ActivityListener listener;
    readonly Postgres postgres;
    readonly Activity root;

    public TracingTests(Postgres postgres)
    {
        this.postgres = postgres;
        listener = new ActivityListener
        {
            ShouldListenTo = heard => heard == source || heard.Name == "Microsoft.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        root = source.StartActivity("request")!;
    }

    public void Dispose()
    {
        root.Dispose();
        listener.Dispose();
        source.Dispose();
    }

    [Theory, StickyAndReplayed]
    public async Task What_an_orchestration_does_hangs_below_its_span_and_that_below_the_start(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        var id = await host.BeginAsync("Parent", options: new StartOrchestrationOptions { Version = new TaskVersion("7") });
        await host.RaiseAsync(id, "Go");
        await host.EndAsync(id);

        var create = One("create_orchestration:Parent@(7)");
        var parent = One("orchestration:Parent@(7)", ActivityKind.Server);
        var call = One("activity:Work@(7)", ActivityKind.Client);
        var work = One("activity:Work@(7)", ActivityKind.Server);
        var childCall = One("orchestration:Child", ActivityKind.Client);
        var child = One("orchestration:Child", ActivityKind.Server);
        var timer = One("orchestration:Parent:timer");
        var raised = One("orchestration_event:Go");
        var sent = One("orchestration_event:Told");
        Assert.Equal(
            [root.SpanId, create.SpanId, parent.SpanId, call.SpanId, parent.SpanId, childCall.SpanId, parent.SpanId, root.SpanId, parent.SpanId],
            new[] { create, parent, call, work, childCall, child, timer, raised, sent }.Select(span => span.ParentSpanId));
        Assert.Equal((ActivityKind.Producer, ActivityKind.Internal, ActivityKind.Producer), (create.Kind, timer.Kind, sent.Kind));
        Assert.All(new[] { call, childCall, timer, sent }, span => Assert.InRange(span.StartTimeUtc, parent.StartTimeUtc, parent.StartTimeUtc + parent.Duration));

        Assert.Equal(("orchestration", "Parent", "7", id, "Completed"), (Tag(parent, "type"), Tag(parent, "task.name"), Tag(parent, "task.version"), Tag(parent, "task.instance_id"), Tag(parent, "task.status")));
        Assert.NotEmpty(Tag(parent, "task.execution_id"));
        Assert.Equal(("activity", "Work", id, "0"), (Tag(work, "type"), Tag(work, "task.name"), Tag(work, "task.instance_id"), Tag(work, "task.task_id")));
        Assert.Equal(("timer", id), (Tag(timer, "type"), Tag(timer, "task.instance_id")));
        Assert.NotEmpty(Tag(timer, "fire_at"));
        Assert.Equal(("event", "nobody"), (Tag(sent, "type"), Tag(sent, "event.target_instance_id")));
        Assert.Equal(id, Tag(raised, "event.target_instance_id"));

        var history = await host.HistoryAsync(id);
        Assert.Equal($"00-{root.TraceId}-{create.SpanId}-01", history.First(e => e.Kind == EventKind.ExecutionStarted).TraceParent);
        Assert.Equal($"00-{root.TraceId}-{call.SpanId}-01", history.First(e => e.Kind == EventKind.TaskScheduled).TraceParent);
    }

    [Theory, StickyAndReplayed]
    public async Task One_span_of_an_orchestration_lasts_over_all_its_turns_and_workers(bool replayed)
    {
        var hub = EngineHost.NewHub();
        string id;
        await using (var first = await HostAsync(replayed, hub))
        {
            id = await first.BeginAsync("Wait");
            await first.StartedAsync(id);
        }

        await using var host = await HostAsync(replayed, hub);
        var turn = (await host.TurnsAsync(id))[0];
        await host.RaiseAsync(id, "Go");
        await host.EndAsync(id);

        var span = One("orchestration:Wait");
        Assert.Equal(turn.Events[0].SpanId, span.SpanId.ToHexString());
        Assert.Equal(new DateTime(turn.AtTicks, DateTimeKind.Utc), span.StartTimeUtc);
        Assert.Equal(span.SpanId, One("activity:Work", ActivityKind.Client).ParentSpanId);
    }

    [Theory, StickyAndReplayed]
    public async Task A_failure_is_the_status_of_every_span_it_passed(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        await host.RunAsync("Fail");

        foreach (var span in new[] { One("activity:Break", ActivityKind.Server), One("activity:Break", ActivityKind.Client) })
            Assert.Equal((ActivityStatusCode.Error, "broken"), (span.Status, span.StatusDescription));
        var failed = One("orchestration:Fail");
        Assert.Equal((ActivityStatusCode.Error, "Failed"), (failed.Status, Tag(failed, "task.status")));
        Assert.Contains("broken", failed.StatusDescription, StringComparison.Ordinal);
    }

    [Theory, StickyAndReplayed]
    public async Task Every_generation_has_a_span_in_the_same_trace(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        await host.RunAsync("Loop", 0);

        var rounds = Traced.Where(span => span.DisplayName == "orchestration:Loop").ToArray();
        Assert.Equal(3, rounds.Length);
        Assert.Equal(3, rounds.Select(span => span.SpanId).Distinct().Count());
        Assert.All(rounds, span => Assert.Equal(One("create_orchestration:Loop").SpanId, span.ParentSpanId));
        Assert.Equal(["ContinuedAsNew", "ContinuedAsNew", "Completed"], rounds.Select(span => Tag(span, "task.status")));
    }

    [Theory, StickyAndReplayed]
    public async Task An_activity_that_waited_in_the_table_belongs_to_the_trace_of_its_call(bool replayed)
    {
        await using var host = await HostAsync(replayed, activities: 1);
        await host.RunAsync("Fan");

        var calls = Traced.Where(span => span is { DisplayName: "activity:Work", Kind: ActivityKind.Client }).Select(span => span.SpanId).ToHashSet();
        var runs = Traced.Where(span => span is { DisplayName: "activity:Work", Kind: ActivityKind.Server }).Select(span => span.ParentSpanId).ToHashSet();
        Assert.Equal(6, calls.Count);
        Assert.True(calls.SetEquals(runs));
    }

    [Fact]
    public async Task Where_nobody_records_a_trace_nothing_is_stored_of_one()
    {
        await using var host = await HostAsync(false);
        listener.Dispose();
        Activity.Current = null;
        var id = (await host.RunAsync("Loop", 2)).InstanceId;

        // Another test may listen at this time: then there is a trace, and it is not this one's.
        Assert.DoesNotContain(await host.HistoryAsync(id), e => e.TraceParent?.Contains(root.TraceId.ToHexString(), StringComparison.Ordinal) is true);
        Assert.DoesNotContain(spans, span => Tag(span, "task.instance_id") == id);
    }

    IEnumerable<Activity> Traced => spans.Where(span => span.TraceId == root.TraceId);

    Activity One(string name, ActivityKind? kind = null) => Assert.Single(Traced, span => span.DisplayName == name && (kind is null || span.Kind == kind));

    static string Tag(Activity span, string name) => $"{span.GetTagItem($"durabletask.{name}")}";

    Task<EngineHost> HostAsync(bool replayed, string? hub = null, int activities = 100) => EngineHost.StartAsync(
        postgres,
        tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                await context.CallActivityAsync("Work");
                await context.CallSubOrchestratorAsync("Child");
                await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(20), CancellationToken.None);
                context.SendEvent("nobody", "Told", "text");
                await context.WaitForExternalEvent<object?>("Go");
            })
            .AddOrchestratorFunc("Child", _ => Task.FromResult(1))
            .AddOrchestratorFunc("Wait", async context =>
            {
                await context.WaitForExternalEvent<object?>("Go");
                await context.CallActivityAsync("Work");
            })
            .AddOrchestratorFunc("Fail", context => context.CallActivityAsync("Break"))
            .AddOrchestratorFunc("Fan", context => Task.WhenAll(Enumerable.Range(0, 6).Select(_ => context.CallActivityAsync("Work"))))
            .AddOrchestratorFunc<int>("Loop", async (context, round) =>
            {
                await context.CallActivityAsync("Work");
                if (round < 2)
                    context.ContinueAsNew(round + 1);
            })
            .AddActivityFunc("Work", _ => { })
            .AddActivityFunc("Break", _ => throw new InvalidOperationException("broken")),
        replayed,
        engine => engine.TaskHub = hub ?? engine.TaskHub,
        worker => worker.Concurrency.MaximumConcurrentActivityWorkItems = activities);
}
