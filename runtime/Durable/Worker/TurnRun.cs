using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Worker;

/// <summary>A turn that ran: over which messages, what it decided, and which failed children are to be rewound with its commit.</summary>
sealed record TurnRun(IReadOnlyList<HistoryEvent> Messages, TurnResult Result, IReadOnlyList<long> RewoundChildren);
