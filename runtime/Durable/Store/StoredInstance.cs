using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Store;

/// <summary>An instance's row, as clients see it.</summary>
sealed record StoredInstance(
    long Key,
    string InstanceId,
    string Name,
    OrchestrationRuntimeStatus Status,
    long CreatedTicks,
    long UpdatedTicks,
    Failure? Failure,
    IReadOnlyDictionary<string, string>? Tags,
    string? CustomStatus,
    string? Input,
    string? Output,
    string? Version)
{
    /// <summary>The values of this instance that stand apart and were not read.</summary>
    public IEnumerable<Guid> Tokens
    {
        get
        {
            foreach (var stored in (string?[])[Input, Output])
                if (PayloadToken.TryRead(stored, out var id))
                    yield return id;
        }
    }

    public StoredInstance WithPayloads(Func<Guid, string> read) => this with { Input = Read(Input, read), Output = Read(Output, read) };

    static string? Read(string? stored, Func<Guid, string> read) => PayloadToken.TryRead(stored, out var id) ? read(id) : stored;

    public bool IsOver => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
