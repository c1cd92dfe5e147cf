using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Blobs;

/// <summary>The blobs' part of a host: it begins once the host has started, nothing new is taken once it is to stop, and what runs then gets the time requests get.</summary>
sealed class BlobService(
    BlobFunctions functions, BlobLeases leases, IServiceProvider services, IHostApplicationLifetime lifetime, IOptions<ServingOptions> serving, TimeProvider time, ILogger<BlobService> log)
    : IHostedService, IDisposable
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource stopping = new();
    readonly CancellationTokenSource ended = new();
    readonly CancellationTokenSource over = new();
    Task[] listeners = [];
    Task renewing = Task.CompletedTask;
    long stoppedAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.BlobTriggersServed(functions.All.Count, string.Join(", ", functions.All.Select(function => function.Name)));
        lifetime.ApplicationStarted.Register(Begin);
        lifetime.ApplicationStopping.Register(End);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        End();
        try
        {
            var left = TimeSpan.FromSeconds(serving.Value.DrainSeconds) - time.GetElapsedTime(stoppedAt);
            await Task.WhenAll(listeners).WaitAsync((left > TimeSpan.Zero ? left : TimeSpan.Zero) + LastWords, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            log.BlobsAbandoned();
        }

        // Leases are kept as long as anything runs.
        await over.CancelAsync();
        await renewing;
    }

    public void Dispose()
    {
        stopping.Dispose();
        ended.Dispose();
        over.Dispose();
    }

    void Begin()
    {
        listeners =
        [
            .. functions.All.Select(function => ActivatorUtilities.CreateInstance<BlobListener>(services, function))
                .Select(listener => Loop(() => listener.ListenAsync(stopping.Token, ended.Token), stopping.Token)),
        ];
        renewing = Loop(() => leases.RunAsync(over.Token), over.Token);
    }

    void End()
    {
        if (stopping.IsCancellationRequested)
            return;
        stoppedAt = time.GetTimestamp();
        ended.CancelAfter(TimeSpan.FromSeconds(serving.Value.DrainSeconds));
        stopping.Cancel();
    }

    async Task Loop(Func<Task> run, CancellationToken until)
    {
        // Off the thread that tells everybody of the start.
        await Task.Yield();
        try
        {
            await run();
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            if (until.IsCancellationRequested && Transience.IsTransient(e))
                return;
            // Without its triggers a host must not look alive.
            log.BlobTriggersFailed(e);
            lifetime.StopApplication();
        }
    }
}
