using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Where a rewound instance goes on.</summary>
/// <param name="Messages">Take the place of the message that asked for the rewind.</param>
/// <param name="Children">The rows of its children that the turn's commit rewinds.</param>
sealed record Rewound(OrchestrationExecution Execution, IReadOnlyList<HistoryEvent> Messages, IReadOnlyList<long> Children);
