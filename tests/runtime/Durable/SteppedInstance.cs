using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Asan.Runtime.Durable.Tests;

/// <summary>An instance without a host, for rules about time: the test says what happens and when, and sees what each turn decides.</summary>
sealed class SteppedInstance(DurableTaskRegistry registry, string name, bool replayed, string instanceId = "stepped")
{
    readonly List<TurnRecord> turns = [];
    OrchestrationExecution? execution;

    public IReadOnlyList<TurnRecord> Turns => turns;

    public TurnResult Start(DateTime at, string? input = null) => Step(at, new HistoryEvent { Kind = EventKind.ExecutionStarted, Name = name, Data = input });

    public TurnResult Step(DateTime at, params HistoryEvent[] messages)
    {
        if (replayed || execution is null)
        {
            execution = New();
            turns.ForEach(execution.Replay);
        }

        var result = execution.Run(at.Ticks, messages);
        turns.Add(new(turns.Count + 1, at.Ticks, [.. messages, .. result.Actions]));
        return result;
    }

    OrchestrationExecution New() => new(
        new InstanceIdentity(1, instanceId, 1, name, null, null),
        new(registry, new ServiceCollection().BuildServiceProvider(), JsonDataConverter.Default, "", TimeSpan.FromDays(3), NullLoggerFactory.Instance));
}
