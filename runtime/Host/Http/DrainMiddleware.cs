using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Http;

/// <summary>
/// Bounds the end. Once the host is told to stop, Kestrel takes no new connection and waits for running requests; those still running after
/// the bound are cut off here, so that the rest of the shutdown's time is left for the durable worker, which stops after Kestrel.
/// </summary>
sealed class DrainMiddleware
{
    readonly RequestDelegate next;
    readonly TimeProvider time;
    readonly ServingOptions options;
    readonly ILogger log;
    readonly HashSet<HttpContext> running = [];
    ITimer? bound;

    public DrainMiddleware(
        RequestDelegate next, IHostApplicationLifetime lifetime, TimeProvider time, IOptions<ServingOptions> options, ILogger<DrainMiddleware> log)
    {
        this.next = next;
        this.time = time;
        this.options = options.Value;
        this.log = log;
        lifetime.ApplicationStopping.Register(Begin);
    }

    public async Task InvokeAsync(HttpContext http)
    {
        lock (running)
            running.Add(http);
        try
        {
            await next(http);
        }
        finally
        {
            lock (running)
                running.Remove(http);
        }
    }

    void Begin()
    {
        lock (running)
            log.Draining(running.Count, options.DrainSeconds);
        bound = time.CreateTimer(_ => CutOff(), null, TimeSpan.FromSeconds(options.DrainSeconds), Timeout.InfiniteTimeSpan);
    }

    void CutOff()
    {
        HttpContext[] late;
        lock (running)
            late = [.. running];
        if (late.Length > 0)
            log.DrainEnded(late.Length);
        foreach (var http in late)
            http.Abort();
        bound?.Dispose();
    }
}
