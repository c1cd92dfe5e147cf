using System.Diagnostics.Metrics;
using Asan.Runtime.Host.Blobs;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>What the host counts beside what ASP.NET Core does. Labels are functions and outcomes: never an id, a blob or a person.</summary>
static class HostMeter
{
    public const string Name = "Asan.Runtime.Host";

    public static readonly Meter Meter = new(Name);

    // OpenTelemetry's conventions for functions.
    public static readonly Histogram<double> Invocations = Meter.CreateHistogram<double>("faas.invoke_duration", "s");
    static readonly Counter<long> Errors = Meter.CreateCounter<long>("faas.errors", "{error}");

    static readonly Counter<long> Blobs = Meter.CreateCounter<long>("hdp_blob_versions_total");
    static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("hdp_deadletter_total");

    public static void Invoked(string function, string trigger, TimeSpan time, string? errorType)
    {
        var name = new KeyValuePair<string, object?>("faas.invoked_name", function);
        var by = new KeyValuePair<string, object?>("faas.trigger", trigger);
        Invocations.Record(time.TotalSeconds, name, by);
        if (errorType is not null)
            Errors.Add(1, name, by, new KeyValuePair<string, object?>("error.type", errorType));
    }

    public static void BlobEnded(string function, BlobOutcome outcome)
    {
        Blobs.Add(1, new KeyValuePair<string, object?>("name", function), new KeyValuePair<string, object?>("outcome", $"{outcome}"));
        if (outcome == BlobOutcome.Poisoned)
            DeadLetters.Add(1, new KeyValuePair<string, object?>("queue", function));
    }
}
