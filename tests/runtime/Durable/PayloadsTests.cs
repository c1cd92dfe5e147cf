using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

public sealed class PayloadsTests(Postgres postgres)
{
    const int Threshold = 1_000;
    const int Cap = 50_000;

    readonly string hub = EngineHost.NewHub();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, StickyAndReplayed]
    public async Task What_is_larger_than_the_threshold_comes_through_every_way_and_stands_in_no_hot_row(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var large = Text(Threshold);
        await host.BeginAsync("Receive", options: new StartOrchestrationOptions("receiver"));
        var id = await host.BeginAsync("AllWays", large);
        await host.RaiseAsync(id, "E", large);

        var ended = await host.EndAsync(id);

        Assert.Equal($"{large}-input-event-activity-child-nothing", ended.ReadOutputAs<string>()!);
        Assert.Equal(large, ended.ReadInputAs<string>());
        Assert.Equal(large, (await host.EndAsync("receiver")).ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("history", "position(repeat('x', 100) IN events) > 0"));
        Assert.Equal(0, await host.CountAsync("instances", "position(repeat('x', 100) IN t.input || t.output) > 0"));
        Assert.True(await host.CountAsync("payloads") > 0);
        Assert.Contains(large, (await host.Client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true }).ToListAsync(Ct)).Select(i => i.ReadInputAs<string>()));

        var keys = await Task.WhenAll(new[] { id, "receiver", $"{id}-child" }.Select(bench.KeyAsync));
        Assert.Equal(3, (await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Ct)).PurgedInstanceCount);
        foreach (var key in keys)
            Assert.Equal(0, await bench.CountAsync("payloads", key));
    }

    [Theory, StickyAndReplayed]
    public async Task What_is_not_larger_than_the_threshold_stays_where_it_is(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        // As JSON it has two quotes more, and is exactly as large as may be.
        var small = Text(Threshold - 2 - "-input-event-activity-child-nothing".Length);
        await host.BeginAsync("Receive", options: new StartOrchestrationOptions("receiver"));
        var id = await host.BeginAsync("AllWays", small);
        await host.RaiseAsync(id, "E", small);

        Assert.EndsWith("-child-nothing", (await host.EndAsync(id)).ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.Equal(0, await host.CountAsync("payloads"));
    }

    [Theory, StickyAndReplayed]
    public async Task Activities_that_wait_in_the_table_find_their_large_inputs(bool replayed)
    {
        await using var host = await HostAsync(replayed, activities: 2);
        var texts = Enumerable.Range(0, 20).Select(i => $"{i}{Text(Threshold)}").ToArray();

        var ended = await host.RunAsync("Fan", texts.Length);

        Assert.Equal(texts.Select(t => t.Length), ended.ReadOutputAs<int[]>());
    }

    [Theory, StickyAndReplayed]
    public async Task Many_children_with_large_payloads_side_by_side_all_answer_and_leave_nothing(bool replayed)
    {
        await using var host = await HostAsync(replayed, threshold: 256 * 1024, cap: 10 * 1024 * 1024);
        await using var bench = await StoreBench.OpenAsync(postgres, hub);

        var ended = await host.RunAsync("Family", 300_000);

        Assert.Equal(Enumerable.Range(0, 30).Select(i => 300_000 + i), ended.ReadOutputAs<int[]>());
        Assert.True(await host.CountAsync("payloads") >= 60);
        Assert.Equal(31, (await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Ct)).PurgedInstanceCount);
        Assert.Equal(0, await OrphansAsync(bench));
    }

    [Theory, StickyAndReplayed]
    public async Task Each_generation_takes_its_large_values_with_it_and_leaves_the_next_its_own(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        var id = await host.BeginAsync("Loop", new Round(0, Text(Threshold)));
        foreach (var i in Enumerable.Range(0, 3))
            await host.RaiseAsync(id, "Kept", $"{i}{Text(Threshold)}");
        await host.RaiseAsync(id, "Go");

        var ended = await host.EndAsync(id);

        Assert.Equal($"5 rounds, 0 1 2, {Threshold}", ended.ReadOutputAs<string>());
        // The last input, the three events that went along, and what was called in the last round.
        Assert.InRange(await host.CountAsync("payloads"), 4, 6);
    }

    [Theory, StickyAndReplayed]
    public async Task A_new_instance_of_an_id_keeps_nothing_of_the_one_before(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        var options = new StartOrchestrationOptions("again");
        await host.RunAsync("Echo", Text(Threshold), options);
        var first = await host.CountAsync("payloads");
        var second = await host.RunAsync("Echo", $"second{Text(Threshold)}", options);

        Assert.Equal($"second{Text(Threshold)}", second.ReadOutputAs<string>());
        Assert.Equal((2, 2), (first, await host.CountAsync("payloads")));

        // A child that replaces an ended instance of its id, too.
        await host.RunAsync("EchoAs", "again");
        Assert.Equal(0, await host.CountAsync("payloads"));

        await host.RunAsync("Echo", Text(Threshold), options);
        Assert.Equal(Text(Threshold), (await host.EndAsync(await host.Client.RestartAsync("again", restartWithNewInstanceId: true, Ct))).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task What_looks_like_a_token_is_taken_for_what_it_is(bool replayed)
    {
        await using var host = await HostAsync(replayed, converter: new PlainText());
        var alike = PayloadToken.Of(Guid.NewGuid());

        var id = await host.BeginAsync("PlainEcho", alike);
        await host.RaiseAsync(id, "E", alike);
        var ended = await host.EndAsync(id);

        Assert.Equal(alike, ended.SerializedInput);
        Assert.Equal(alike, ended.SerializedOutput);
    }

    [Theory, StickyAndReplayed]
    public async Task What_is_larger_than_the_cap_fails_whoever_would_store_it_and_says_so(bool replayed)
    {
        await using var host = await HostAsync(replayed);
        var start = await Assert.ThrowsAsync<ArgumentException>(() => host.BeginAsync("Echo", Text(Cap)));
        Assert.Equal("The input of 'Echo' is 50,002 bytes, and the engine takes at most 50,000 (MaximumPayload). Pass a reference to where the value lies instead.", start.Message);

        var waiting = await host.BeginAsync("Receive");
        await Assert.ThrowsAsync<ArgumentException>(() => host.RaiseAsync(waiting, "E", Text(Cap)));
        await host.RaiseAsync(waiting, "E", "small");
        Assert.Equal("small", (await host.EndAsync(waiting)).ReadOutputAs<string>());

        foreach (var (kind, what) in new[]
        {
            ("activity", "What TaskScheduled #0 passes to 'Echo' is"),
            ("child", "What SubOrchestrationInstanceCreated #0 passes to 'Echo' is"),
            ("event", "What EventSent #0 passes to 'E' is"),
            ("output", "The output of 'Exceed' is"),
            ("next", "The next input of 'Exceed' is"),
        })
        {
            var failure = (await host.RunAsync("Exceed", kind)).FailureDetails!;
            Assert.Equal("PayloadTooLarge", failure.ErrorType);
            Assert.StartsWith($"{what} 50,002 bytes", failure.ErrorMessage, StringComparison.Ordinal);
        }

        Assert.Equal("PayloadTooLarge: The result of the activity 'Make' is", (await host.RunAsync("Exceed", "result")).ReadOutputAs<string>());
        Assert.Equal(0, await host.CountAsync("activities"));
    }

    [Fact]
    public async Task A_turn_without_large_values_and_traces_sends_no_statement_about_them()
    {
        await using var bench = await StoreBench.OpenAsync(postgres, hub);
        var key = await bench.StartAsync("plain");
        var worker = bench.Worker();
        var turn = StoreWorker.Turn((await worker.ClaimAsync(key))!, StoreWorker.Call(0), StoreWorker.Timer(1));
        await using var connection = await bench.Db.OpenConnectionAsync(Ct);

        Assert.DoesNotContain(Statements(turn), sql => sql.Contains("payloads", StringComparison.Ordinal) || sql.Contains("trace", StringComparison.Ordinal));
        Assert.Contains(Statements(turn with { Payloads = [new(Guid.NewGuid(), "large")] }), sql => sql.Contains("payloads", StringComparison.Ordinal));

        string[] Statements(TurnCommit commit) =>
            [.. CommitBatch.Build(connection, [commit], bench.Options, worker.Identity).Batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => command.CommandText)];
    }

    Task<EngineHost> HostAsync(bool replayed, int threshold = Threshold, int cap = Cap, int activities = 100, DataConverter? converter = null) => EngineHost.StartAsync(
        postgres,
        tasks => tasks
            .AddOrchestratorFunc<string, string>("AllWays", async (context, input) =>
            {
                var seen = $"{input}{(input == await context.WaitForExternalEvent<string>("E") ? "-input-event" : "")}";
                seen += await context.CallActivityAsync<string>("Echo", input) == input ? "-activity" : "";
                seen += await context.CallSubOrchestratorAsync<string>("Echo", input, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child")) == input ? "-child" : "";
                context.SendEvent("receiver", "E", input);
                return seen + (await context.CallActivityAsync<string?>("Nothing") ?? "-nothing");
            })
            .AddOrchestratorFunc("Receive", context => context.WaitForExternalEvent<string>("E"))
            .AddOrchestratorFunc<int, int[]>("Fan", (context, count) =>
                Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Length", $"{i}{Text(Threshold)}"))))
            .AddOrchestratorFunc<int, int[]>("Family", async (context, length) => [.. (await Task.WhenAll(
                Enumerable.Range(0, 30).Select(i => context.CallSubOrchestratorAsync<string>("Echo", Text(length + i))))).Select(t => t.Length)])
            .AddOrchestratorFunc<string, string>("Echo", async (context, input) =>
            {
                await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
                return input;
            })
            .AddOrchestratorFunc<string, string>("EchoAs", (context, child) => context.CallSubOrchestratorAsync<string>("Echo", "small", new SubOrchestrationOptions(instanceId: child)))
            .AddOrchestratorFunc<string, string>("PlainEcho", async (context, input) =>
                await context.WaitForExternalEvent<string>("E") == input ? await context.CallActivityAsync<string>("Echo", input) : "another event")
            .AddOrchestratorFunc<Round, string>("Loop", async (context, round) =>
            {
                if (round.Number == 0)
                    await context.WaitForExternalEvent<string>("Go");
                var same = await context.CallActivityAsync<string>("Echo", round.Text);
                if (round.Number < 5)
                {
                    context.ContinueAsNew(new Round(round.Number + 1, same));
                    return "";
                }

                var kept = new List<char>();
                while (kept.Count < 3)
                    kept.Add((await context.WaitForExternalEvent<string>("Kept"))[0]);
                return $"{round.Number} rounds, {string.Join(' ', kept)}, {round.Text.Length}";
            })
            .AddOrchestratorFunc<string, string>("Exceed", async (context, kind) =>
            {
                switch (kind)
                {
                    case "activity":
                        await context.CallActivityAsync("Echo", Text(Cap));
                        break;
                    case "child":
                        await context.CallSubOrchestratorAsync("Echo", Text(Cap));
                        break;
                    case "event":
                        context.SendEvent("nobody", "E", Text(Cap));
                        break;
                    case "next":
                        context.ContinueAsNew(Text(Cap));
                        break;
                    case "result":
                        try
                        {
                            await context.CallActivityAsync<string>("Make", Cap);
                        }
                        catch (TaskFailedException failed)
                        {
                            return $"{failed.FailureDetails.ErrorType}: {failed.FailureDetails.ErrorMessage[..36]}";
                        }

                        break;
                }

                return Text(Cap);
            })
            .AddActivityFunc<string, string>("Echo", (_, text) => text)
            .AddActivityFunc<string, int>("Length", (_, text) => text.Length)
            .AddActivityFunc<int, string>("Make", (_, length) => Text(length))
            .AddActivityFunc("Nothing", _ => { }),
        replayed,
        engine =>
        {
            engine.TaskHub = hub;
            engine.LargePayloadThreshold = threshold;
            engine.MaximumPayload = cap;
        },
        worker =>
        {
            worker.Concurrency.MaximumConcurrentActivityWorkItems = activities;
            worker.DataConverter = converter;
        },
        services => services.Configure<DurableTaskClientOptions>(client => client.DataConverter = converter ?? client.DataConverter));

    static string Text(int length) => new('x', length);

    static async Task<long> OrphansAsync(StoreBench bench)
    {
        await using var command = bench.Db.CreateCommand("SELECT count(*) FROM durable.payloads p WHERE NOT EXISTS (SELECT FROM durable.instances i WHERE i.id = p.instance)");
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    sealed record Round(int Number, string Text);

    sealed class PlainText : DataConverter
    {
        public override string? Serialize(object? value) => (string?)value;

        public override object? Deserialize(string? data, Type targetType) => data;
    }
}
