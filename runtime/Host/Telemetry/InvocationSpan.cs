using System.Diagnostics;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>The root of what a timer or a blob sets going: one span an invocation, which orchestrations that it starts hang below; and its time.</summary>
sealed class InvocationSpan : IDisposable
{
    public const string Source = "Asan.Runtime.Host";

    static readonly ActivitySource Spans = new(Source);

    readonly long began = Stopwatch.GetTimestamp();
    readonly string function;
    readonly string trigger;
    readonly Activity? span;
    string? errorType;

    public InvocationSpan(ServedFunction function, RetryContext retry)
    {
        this.function = function.Name;
        trigger = Trigger(function);
        span = Spans.StartActivity(function.Name, trigger == "timer" ? ActivityKind.Internal : ActivityKind.Consumer, default(ActivityContext));
        span?.SetTag("faas.name", function.Name).SetTag("faas.trigger", trigger).SetTag("faas.retry_count", retry.RetryCount);
    }

    public void Runs(string invocationId) => span?.SetTag("faas.invocation_id", invocationId);

    /// <summary>It failed: of that its kind is told, not its message, which may be about a patient.</summary>
    /// <returns>False: nobody has handled anything.</returns>
    public bool Fails(Exception error)
    {
        errorType = error.GetType().FullName;
        span?.SetTag("error.type", errorType).SetStatus(ActivityStatusCode.Error);
        return false;
    }

    public void Dispose()
    {
        HostMeter.Invoked(function, trigger, Stopwatch.GetElapsedTime(began), errorType);
        span?.Dispose();
    }

    static string Trigger(ServedFunction function) => function.Descriptor.Trigger switch
    {
        TimerTriggerAttribute => "timer",
        BlobTriggerAttribute => "datasource",
        _ => "other",
    };
}
