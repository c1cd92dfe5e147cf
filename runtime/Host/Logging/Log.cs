using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Logging;

/// <summary>What the host says; numbers 1100 to 1199.</summary>
static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "{Count} functions over HTTP below /{Prefix}")]
    public static partial void HttpFunctionsMapped(this ILogger logger, int count, string prefix);

    [LoggerMessage(1102, LogLevel.Warning, "{Function} is declared with {Binding}, which is not served yet by the embedded host: nothing will call it")]
    public static partial void FunctionNotServed(this ILogger logger, string function, string binding);

    [LoggerMessage(1103, LogLevel.Warning, "host.json: not used by the embedded host: {Keys}")]
    public static partial void HostJsonUnused(this ILogger logger, string keys);

    [LoggerMessage(1104, LogLevel.Information, "Function keys are read from {File}")]
    public static partial void KeysRead(this ILogger logger, string file);

    [LoggerMessage(1110, LogLevel.Information, "{Method} {Route} -> {Status} in {DurationMs:0.0} ms ({Function})")]
    public static partial void RequestServed(this ILogger logger, string method, string? route, int status, double durationMs, string? function);

    [LoggerMessage(1111, LogLevel.Error, "A request failed in {Function}")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string? function);

    [LoggerMessage(1112, LogLevel.Warning, "No HTTP response returned from function '{Function}', invocation {InvocationId}: a {ResultType} is not written")]
    public static partial void ResultNotWritten(this ILogger logger, string function, string invocationId, string resultType);

    [LoggerMessage(1113, LogLevel.Warning, "{Function} did not finish within {Timeout}")]
    public static partial void FunctionTimedOut(this ILogger logger, string function, TimeSpan timeout);

    [LoggerMessage(1120, LogLevel.Information, "Stopping: {Count} requests may finish within {Seconds} s")]
    public static partial void Draining(this ILogger logger, int count, double seconds);

    [LoggerMessage(1121, LogLevel.Warning, "{Count} requests did not finish in time and are cut off")]
    public static partial void DrainEnded(this ILogger logger, int count);
}
