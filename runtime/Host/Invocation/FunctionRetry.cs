using System.Globalization;
using System.Reflection;
using Asan.Runtime.Host.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

/// <summary>How often, and after what pauses, a failed function is called again: what its retry attribute says.</summary>
/// <param name="MaxRetryCount">-1: for ever.</param>
sealed record FunctionRetry(int MaxRetryCount, TimeSpan First, TimeSpan Longest)
{
    public static FunctionRetry None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero);

    /// <exception cref="FormatException">The attribute cannot be used. The message is a sentence about the function.</exception>
    public static FunctionRetry Of(FunctionDescriptor function) => function.Method.GetCustomAttribute<RetryAttribute>() switch
    {
        null => None,
        { MaxRetryCount: < -1 } retry => throw new FormatException($"has a MaxRetryCount of {retry.MaxRetryCount}: give a number, or -1 for ever"),
        FixedDelayRetryAttribute retry => new(retry.MaxRetryCount, Pause(retry.DelayInterval), Pause(retry.DelayInterval)),
        ExponentialBackoffRetryAttribute retry when Pause(retry.MinimumInterval) > Pause(retry.MaximumInterval) =>
            throw new FormatException($"has a MinimumInterval ({retry.MinimumInterval}) above its MaximumInterval ({retry.MaximumInterval})"),
        ExponentialBackoffRetryAttribute retry => new(retry.MaxRetryCount, Pause(retry.MinimumInterval), Pause(retry.MaximumInterval)),
        { } unknown => throw new FormatException($"has a {unknown.GetType().Name}, which the host does not know"),
    };

    public bool Allows(int retry) => MaxRetryCount == -1 || retry <= MaxRetryCount;

    /// <summary>The pause before this retry; the first is number 1.</summary>
    public TimeSpan Before(int retry)
    {
        var pause = First.Ticks * Math.Pow(2, retry - 1);
        return pause < Longest.Ticks ? TimeSpan.FromTicks((long)pause) : Longest;
    }

    static TimeSpan Pause(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var pause) && pause >= TimeSpan.Zero
            ? pause
            : throw new FormatException($"has a retry interval '{text}', which is not hh:mm:ss");
}
