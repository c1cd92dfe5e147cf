using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask.Client;

/// <summary>An orchestration instance as a client sees it.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    /// <summary>Reads the payloads; null when they were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Why the instance failed; null unless it did.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether the instance has ended, well or not.</summary>
    public bool IsCompleted =>
        RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <exception cref="InvalidOperationException">The payloads were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <exception cref="InvalidOperationException">The payloads were not asked for.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <exception cref="InvalidOperationException">The payloads were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    public override string ToString() =>
        $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}"
        + Shown("Input", SerializedInput)
        + Shown("Output", SerializedOutput)
        + Shown("FailureDetails", FailureDetails is null ? null : $"{FailureDetails.ErrorType} - {Shorten(FailureDetails.ErrorMessage)}", shorten: false)
        + "]";

    T? Read<T>(string? data, [CallerMemberName] string caller = "") => DataConverter is null
        ? throw new InvalidOperationException($"{caller} works only on an instance that was fetched with its inputs and outputs (getInputsAndOutputs: true).")
        : DataConverter.Deserialize<T>(data);

    static string Shown(string label, string? text, bool shorten = true) => text is null ? "" : $", {label}: '{(shorten ? Shorten(text) : text)}'";

    static string Shorten(string text) => text.Length > 50 ? $"{text[..50]}..." : text;
}
