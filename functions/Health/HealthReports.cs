using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Asan.Functions.Health;

/// <summary>Answers probes from checks that are at most a second old, so that many probes cost the database one question.</summary>
public sealed class HealthReports(HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim one = new(1);
    HealthStatus checkedReady;
    long? checkedAt;

    /// <summary>False from the moment the host is told to stop, whatever the checks say.</summary>
    public async Task<HealthStatus> ReadyAsync(CancellationToken ct)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return HealthStatus.Unhealthy;

        await one.WaitAsync(ct);
        try
        {
            if (checkedAt is not { } at || time.GetElapsedTime(at) >= Fresh)
            {
                checkedReady = await CheckAsync(HealthModule.Ready, ct);
                checkedAt = time.GetTimestamp();
            }

            return checkedReady;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Healthy once every hosted service has started, migrations among them.</summary>
    public async Task<HealthStatus> StartupAsync(CancellationToken ct) =>
        lifetime.ApplicationStarted.IsCancellationRequested ? await CheckAsync(HealthModule.Startup, ct) : HealthStatus.Unhealthy;

    public void Dispose() => one.Dispose();

    async Task<HealthStatus> CheckAsync(string tag, CancellationToken ct) =>
        (await checks.CheckHealthAsync(check => check.Tags.Contains(tag), ct)).Status;
}
