namespace Microsoft.DurableTask.Entities;

/// <summary>How a durable entity is signalled.</summary>
public record SignalEntityOptions
{
    /// <summary>When the signal is delivered; null is at once.</summary>
    public DateTimeOffset? SignalTime { get; init; }

    public static implicit operator SignalEntityOptions?(bool? value) => value == true ? new() : null;

    public static implicit operator SignalEntityOptions(DateTimeOffset value) => new() { SignalTime = value };
}
