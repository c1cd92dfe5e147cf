using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Logging;

/// <summary>What the host says; numbers 1100 to 1199.</summary>
static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "{Count} functions over HTTP below /{Prefix}")]
    public static partial void HttpFunctionsMapped(this ILogger logger, int count, string prefix);

    [LoggerMessage(1102, LogLevel.Warning, "{Function} is declared with {Binding}, which is not served yet by the embedded host: nothing will call it")]
    public static partial void FunctionNotServed(this ILogger logger, string function, string binding);

    [LoggerMessage(1103, LogLevel.Warning, "{File}: not used by the embedded host: {Keys}")]
    public static partial void SettingsUnused(this ILogger logger, string file, string keys);

    [LoggerMessage(1104, LogLevel.Information, "Function keys are read from {File}")]
    public static partial void KeysRead(this ILogger logger, string file);

    [LoggerMessage(1106, LogLevel.Information, "Disabled by settings: {Functions}")]
    public static partial void FunctionsDisabled(this ILogger logger, string functions);

    [LoggerMessage(1107, LogLevel.Information, "{Function} was called by hand and ended after {DurationMs:0.0} ms")]
    public static partial void CalledByHand(this ILogger logger, string function, double durationMs);

    [LoggerMessage(1108, LogLevel.Error, "{Function} was called by hand and failed")]
    public static partial void CallByHandFailed(this ILogger logger, Exception exception, string function);

    [LoggerMessage(1110, LogLevel.Information, "{Method} {Route} -> {Status} in {DurationMs:0.0} ms ({Function})")]
    public static partial void RequestServed(this ILogger logger, string method, string? route, int status, double durationMs, string? function);

    [LoggerMessage(1111, LogLevel.Error, "A request failed in {Function}: {Error}")]
    public static partial void RequestFailed(this ILogger logger, string? function, string error);

    [LoggerMessage(1116, LogLevel.Debug, "What {Function} threw, with its words")]
    public static partial void Thrown(this ILogger logger, Exception exception, string? function);

    [LoggerMessage(1112, LogLevel.Warning, "No HTTP response returned from function '{Function}', invocation {InvocationId}: a {ResultType} is not written")]
    public static partial void ResultNotWritten(this ILogger logger, string function, string invocationId, string resultType);

    [LoggerMessage(1113, LogLevel.Warning, "{Function} did not finish within {Timeout}")]
    public static partial void FunctionTimedOut(this ILogger logger, string function, TimeSpan timeout);

    [LoggerMessage(1120, LogLevel.Information, "Stopping: {Count} requests may finish within {Seconds} s")]
    public static partial void Draining(this ILogger logger, int count, double seconds);

    [LoggerMessage(1121, LogLevel.Warning, "{Count} requests did not finish in time and are cut off")]
    public static partial void DrainEnded(this ILogger logger, int count);

    [LoggerMessage(1130, LogLevel.Information, "{Count} timers: {Names}")]
    public static partial void TimersServed(this ILogger logger, int count, string names);

    [LoggerMessage(1131, LogLevel.Information, "{Function} ran in {DurationMs:0.0} ms (past due: {IsPastDue})")]
    public static partial void TimerRan(this ILogger logger, string function, double durationMs, bool isPastDue);

    [LoggerMessage(1132, LogLevel.Error, "{Function} failed, attempt {Attempt}: {Error}")]
    public static partial void TimerFailed(this ILogger logger, string function, int attempt, string error);

    [LoggerMessage(1133, LogLevel.Information, "{Function} was due at {Due:O} and did not run: it runs now, once for all that was missed")]
    public static partial void TimerPastDue(this ILogger logger, string function, DateTime due);

    [LoggerMessage(1134, LogLevel.Information, "{Function} was due at {Due:O} and did not run: it is not monitored, and not made up for")]
    public static partial void TimerSkipped(this ILogger logger, string function, DateTime due);

    [LoggerMessage(1135, LogLevel.Warning, "{Function} has the schedule {Schedule} here, and another host has come with {Other}: that one counts")]
    public static partial void TimerStandsBy(this ILogger logger, string function, string schedule, string other);

    [LoggerMessage(1136, LogLevel.Warning, "{Function} still runs here, and its lease was lost: another host may run it too")]
    public static partial void TimerLost(this ILogger logger, string function);

    [LoggerMessage(1137, LogLevel.Warning, "{Function} was cut off; the next host takes it over")]
    public static partial void TimerCutOff(this ILogger logger, string function);

    [LoggerMessage(1138, LogLevel.Critical, "The timers cannot go on; the host stops")]
    public static partial void TimersFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1139, LogLevel.Warning, "{Count} timers did not end in time: their leases run out, and the next host takes them over")]
    public static partial void TimersAbandoned(this ILogger logger, int count);

    [LoggerMessage(1160, LogLevel.Information, "{Count} blob triggers: {Names}")]
    public static partial void BlobTriggersServed(this ILogger logger, int count, string names);

    [LoggerMessage(1161, LogLevel.Information, "{Function}: {Count} new versions of blobs")]
    public static partial void BlobsFound(this ILogger logger, string function, int count);

    // Blobs are told by their receipts' numbers: what hospitals call their files may name a patient.
    [LoggerMessage(1162, LogLevel.Debug, "{Function}, receipt {Receipt}: {Step}")]
    public static partial void BlobStep(this ILogger logger, string function, long receipt, string step);

    [LoggerMessage(1163, LogLevel.Information, "{Function} handled receipt {Receipt} in {DurationMs:0.0} ms")]
    public static partial void BlobHandled(this ILogger logger, string function, long receipt, double durationMs);

    [LoggerMessage(1164, LogLevel.Warning, "{Function} failed on receipt {Receipt}, try {Attempt}: {ErrorType}; durable.blob_receipts has the reason")]
    public static partial void BlobFailed(this ILogger logger, string function, long receipt, int attempt, string errorType);

    [LoggerMessage(1165, LogLevel.Error, "{Function} gives up receipt {Receipt} after {Attempts} tries; durable.blob_poison has the reason")]
    public static partial void BlobPoisoned(this ILogger logger, string function, long receipt, int attempts);

    [LoggerMessage(1166, LogLevel.Warning, "{Function} lost the lease on receipt {Receipt}: another host has it")]
    public static partial void BlobLost(this ILogger logger, string function, long receipt);

    [LoggerMessage(1167, LogLevel.Warning, "{Function}: its container could not be looked through: {Reason}")]
    public static partial void BlobScanFailed(this ILogger logger, string function, string reason);

    [LoggerMessage(1168, LogLevel.Error, "Receipt {Receipt} could not be handled and is left to its lease")]
    public static partial void BlobHandlingFailed(this ILogger logger, Exception exception, long receipt);

    [LoggerMessage(1169, LogLevel.Warning, "Receipt {Receipt} could not be given back: it is free again when its lease runs out")]
    public static partial void BlobLeftToItsLease(this ILogger logger, long receipt);

    [LoggerMessage(1170, LogLevel.Critical, "The blob triggers cannot go on; the host stops")]
    public static partial void BlobTriggersFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1171, LogLevel.Warning, "Blobs were still handled when the host had to end: their leases run out, and the next host takes them over")]
    public static partial void BlobsAbandoned(this ILogger logger);
}
