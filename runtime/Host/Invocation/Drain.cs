using Asan.Runtime.Host.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Invocation;

/// <summary>The end of what runs here without a request: nothing new once the host is to stop, and what runs then has the drain's time.</summary>
sealed class Drain : IDisposable
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource ended = new();
    readonly TimeSpan length;
    readonly TimeProvider time;
    long begunAt;

    public Drain(IHostApplicationLifetime lifetime, IOptions<ServingOptions> serving, TimeProvider time)
    {
        this.time = time;
        length = TimeSpan.FromSeconds(serving.Value.DrainSeconds);
        Stopping = lifetime.ApplicationStopping;
        Stopping.Register(Begin);
    }

    public CancellationToken Stopping { get; }

    /// <summary>For invocations: cancelled when the drain's time is up.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Waits for work whose invocations hold <see cref="Ended"/>, and a moment longer, so that the engine still gets its time.</summary>
    /// <returns>False when it does not end.</returns>
    public async Task<bool> WaitAsync(Task work, CancellationToken ct)
    {
        var left = length - time.GetElapsedTime(begunAt);
        try
        {
            await work.WaitAsync((left > TimeSpan.Zero ? left : TimeSpan.Zero) + LastWords, time, ct);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => ended.Dispose();

    void Begin()
    {
        begunAt = time.GetTimestamp();
        ended.CancelAfter(length);
    }
}
