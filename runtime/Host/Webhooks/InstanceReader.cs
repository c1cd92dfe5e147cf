using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>What the webhooks read of instances, beyond what the official client tells.</summary>
sealed class InstanceReader(DurableTaskClient client, InstanceStore instances, HistoryStore histories)
{
    public async Task<OrchestrationMetadata> RequireAsync(string id, bool withPayloads, CancellationToken ct) =>
        await client.GetInstanceAsync(id, withPayloads, ct) ?? throw WebhookProblems.UnknownInstance();

    /// <summary>The instance, which is not over.</summary>
    public async Task RequireRunningAsync(string id, CancellationToken ct)
    {
        if (await RequireAsync(id, withPayloads: false, ct) is { IsCompleted: true } over)
            throw WebhookProblems.Finished(over.RuntimeStatus);
    }

    /// <summary>The turns of the execution that runs or ended.</summary>
    public async Task<IReadOnlyList<TurnRecord>> HistoryAsync(string id, bool withPayloads, CancellationToken ct)
    {
        var stored = await Transience.Brief.ExecuteAsync(async token => await instances.FindAsync(id, token), ct) ?? throw WebhookProblems.UnknownInstance();
        var turns = await Transience.Brief.ExecuteAsync(async token => await histories.ReadAsync([(stored.Key, 0)], token, withPayloads), ct);
        return [.. turns[stored.Key]];
    }
}
