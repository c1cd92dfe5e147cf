using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Worker;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Which instances this worker runs, by their version, and what becomes of the others.</summary>
sealed class VersionPolicy(DurableTaskWorkerOptions worker)
{
    readonly DurableTaskWorkerOptions.VersioningOptions? versioning = worker.Versioning;

    /// <summary>True where instances of other versions are left to other workers: they must not be claimed here.</summary>
    public bool IsSelective => versioning is { FailureStrategy: DurableTaskWorkerOptions.VersionFailureStrategy.Reject }
        and not { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.None };

    /// <summary>True for an instance that another worker is to run.</summary>
    public bool Leaves(string? version) => IsSelective && Mismatch(version) is not null;

    /// <summary>Why an instance of this version ends here before it runs; null when it does not.</summary>
    public Failure? Refusal(string? version) =>
        versioning is { FailureStrategy: DurableTaskWorkerOptions.VersionFailureStrategy.Fail } && Mismatch(version) is { } reason
            ? Failure.Final("VersionMismatch", reason)
            : null;

    string? Mismatch(string? version)
    {
        if (versioning is null or { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.None })
            return null;

        var order = TaskOrchestrationVersioningUtils.CompareVersions(version ?? "", versioning.Version);
        return versioning.MatchStrategy switch
        {
            DurableTaskWorkerOptions.VersionMatchStrategy.Strict when order != 0 =>
                $"The orchestration version '{version}' does not match the worker version '{versioning.Version}'.",
            DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder when order > 0 =>
                $"The orchestration version '{version}' is greater than the worker version '{versioning.Version}'.",
            _ => null,
        };
    }
}
