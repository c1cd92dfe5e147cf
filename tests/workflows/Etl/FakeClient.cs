using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Tests.Etl;

/// <summary>A durable client that only remembers what it was asked to start, and tells what the test says of an instance.</summary>
sealed class FakeClient() : DurableTaskClient("fake")
{
    public Dictionary<string, OrchestrationRuntimeStatus> Instances { get; } = [];

    public List<(string Id, object? Input)> Scheduled { get; } = [];

    public bool Fails { get; set; }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        if (Fails)
            throw new IOException("the store is away");
        Scheduled.Add((options!.InstanceId!, input));
        Instances[options.InstanceId!] = OrchestrationRuntimeStatus.Pending;
        return Task.FromResult(options.InstanceId!);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(Instances.TryGetValue(instanceId, out var status) ? new OrchestrationMetadata("LoadCdm", instanceId) { RuntimeStatus = status } : null);

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
