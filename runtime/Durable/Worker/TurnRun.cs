using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Worker;

/// <summary>A turn that ran: what it heard and decided, and which failed children are to be rewound with its commit.</summary>
sealed record TurnRun(TurnResult Result, IReadOnlyList<long> RewoundChildren);
