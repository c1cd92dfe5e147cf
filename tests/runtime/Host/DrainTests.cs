using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Runtime.Host.Tests;

public sealed class DrainTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_request_finishes_before_the_services_behind_it_are_stopped()
    {
        var gate = new Gate();
        await using var host = await StartAsync(gate, drainSeconds: 60);

        var asking = host.Http.GetStringAsync("/api/Slow", Ct);
        await gate.Entered.Task.WaitAsync(Ct);
        var stopping = host.Host.StopAsync(Ct);
        await Stopping(host);
        Assert.False(stopping.IsCompleted);
        Assert.DoesNotContain("worker stopped", gate.Steps);
        gate.Open.SetResult();

        Assert.Equal("done", await asking);
        await stopping;
        Assert.Equal(["function ended", "worker stopped"], gate.Steps);
    }

    [Fact]
    public async Task Nobody_connects_any_more_once_the_host_is_stopping()
    {
        var gate = new Gate();
        await using var host = await StartAsync(gate, drainSeconds: 60);
        var asking = host.Http.GetStringAsync("/api/Slow", Ct);
        await gate.Entered.Task.WaitAsync(Ct);

        var stopping = host.Host.StopAsync(Ct);
        await Stopping(host);
        using var another = new HttpClient { BaseAddress = host.Http.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            // Unbinding is under way when the token fires: the last connections it lets in are answered, then none is.
            while (true)
                await another.GetAsync("/api/Quick", Ct);
        });

        gate.Open.SetResult();
        Assert.Equal("done", await asking);
        await stopping;
    }

    [Fact]
    public async Task A_request_that_does_not_end_within_the_bound_is_cut_off_and_the_worker_still_gets_its_time()
    {
        var gate = new Gate();
        await using var host = await StartAsync(gate, drainSeconds: 0.2);
        var asking = host.Http.GetStringAsync("/api/Slow", Ct);
        await gate.Entered.Task.WaitAsync(Ct);

        await host.Host.StopAsync(Ct);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => asking);
        Assert.Contains("worker stopped", gate.Steps);
        Assert.False(gate.WorkerWasHurried);
        Assert.Contains(host.Log.Lines, line => line.Event == 1121);
    }

    static Task<TestHost> StartAsync(Gate gate, double drainSeconds) => TestHost.StartAsync(new TestHost.Setup(typeof(Doors))
    {
        Configure = builder => builder.Services.AddSingleton(gate).AddHostedService<Worker>(),
        Settings = { ["Host:DrainSeconds"] = FormattableString.Invariant($"{drainSeconds}") },
    });

    static Task Stopping(TestHost host)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task.WaitAsync(Ct);
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Steps { get; } = new();

        public bool WorkerWasHurried { get; set; }
    }

    public sealed class Doors(Gate gate)
    {
        [Function("Slow")]
        public async Task<IResult> SlowAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            gate.Entered.SetResult();
            await gate.Open.Task.WaitAsync(cancellationToken);
            gate.Steps.Enqueue("function ended");
            return Results.Text("done");
        }

        [Function("Quick")]
        public static IResult Quick([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    sealed class Worker(Gate gate) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            gate.WorkerWasHurried = cancellationToken.IsCancellationRequested;
            gate.Steps.Enqueue("worker stopped");
            return Task.CompletedTask;
        }
    }
}
