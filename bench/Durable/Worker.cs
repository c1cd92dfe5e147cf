using System.Diagnostics;
using System.Text.Json;
using Asan.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Bench.Durable;

/// <summary>Our engine running the cases, as the peer does: a line in, "case n"; a line out, its seconds and this process's CPU seconds as JSON.</summary>
static class Worker
{
    public static async Task RunAsync(string database, CancellationToken ct)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<DurableTaskRegistry>(Tasks);
        builder.Services.AddDurableEngine(engine => engine.ConnectionString = database);
        using var host = builder.Build();
        await host.StartAsync(ct);
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        Console.WriteLine(Side.Ready);

        while (await Console.In.ReadLineAsync(ct) is { } line)
        {
            var words = line.Split(' ');
            var cpu = Environment.CpuUsage.TotalTime;
            var began = Stopwatch.GetTimestamp();
            var milliseconds = await RunAsync(client, words[0], int.Parse(words[1], provider: null), ct);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Console.WriteLine(JsonSerializer.Serialize(new Answer(seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, milliseconds), Answer.Json));
        }

        await host.StopAsync(ct);
    }

    static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc("Nothing", _ => { })
        .AddOrchestratorFunc<int>("Sequence", async (context, n) =>
        {
            for (var i = 0; i < n; i++)
                await context.CallActivityAsync("Nothing");
        })
        .AddOrchestratorFunc<int>("Fan", (context, n) => Task.WhenAll(Enumerable.Range(0, n).Select(_ => context.CallActivityAsync("Nothing"))))
        .AddOrchestratorFunc<int, int>("Child", (_, i) => Task.FromResult(i))
        .AddOrchestratorFunc<int>("Children", (context, n) => Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallSubOrchestratorAsync<int>("Child", i))));

    static async Task<double[]?> RunAsync(DurableTaskClient client, string name, int n, CancellationToken ct)
    {
        switch (name)
        {
            case "sequential":
                await EndAsync("Sequence", n);
                return null;
            case "workflows":
                await Task.WhenAll(Enumerable.Range(0, n).Select(_ => EndAsync("Sequence", 5)));
                return null;
            case "parallel":
                await EndAsync("Fan", n);
                return null;
            case "children":
                await EndAsync("Children", n);
                return null;
            case "latency":
                return await LatenciesAsync(n);
            default:
                throw new BenchFailedException($"there is no case '{name}'");
        }

        async Task<double[]> LatenciesAsync(int times)
        {
            var milliseconds = new double[times];
            for (var i = 0; i < times; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await EndAsync("Sequence", 1);
                milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
            return milliseconds;
        }

        async Task EndAsync(string orchestrator, int input)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, ct);
            var ended = await client.WaitForInstanceCompletionAsync(id, ct);
            if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
                throw new BenchFailedException($"{orchestrator} ended {ended.RuntimeStatus}: {ended.FailureDetails?.ErrorMessage}");
        }
    }
}
