using System.Diagnostics;
using Asan.Runtime.Host.Invocation;
using Microsoft.AspNetCore.Http;

namespace Asan.Runtime.Host.Http;

/// <summary>A request's scope and its end, each made when it is first asked for: a function that takes neither pays for neither.</summary>
sealed class RequestFrame(HttpContext http, TimeSpan? timeout) : InvocationFrame, IDisposable
{
    readonly long begun = Stopwatch.GetTimestamp();
    CancellationTokenSource? ended;

    public override IServiceProvider Services => http.RequestServices;

    /// <summary>Cancelled when the caller has gone, or when the function has had its time.</summary>
    public override CancellationToken CancellationToken => (ended ??= Begin()).Token;

    public bool HasTimedOut => ended is { IsCancellationRequested: true } && !http.RequestAborted.IsCancellationRequested;

    public void Dispose() => ended?.Dispose();

    CancellationTokenSource Begin()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (timeout is { } atMost)
            source.CancelAfter(atMost - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return source;
    }
}
