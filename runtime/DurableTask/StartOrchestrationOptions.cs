using System.Collections.ObjectModel;

namespace Microsoft.DurableTask;

/// <summary>How an orchestration is started: its instance id, when, its tags, its version, and which statuses keep an id from being reused.</summary>
public record StartOrchestrationOptions
{
    // The parameters are capitalised because callers name them: new StartOrchestrationOptions(InstanceId: "...").
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The new instance's id; null lets the client make one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When the instance starts; null or a time past starts it at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The version to start; null is the client's default version.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>The statuses (by name) in which an existing instance of the same id is not replaced; null is the runtime's default.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
