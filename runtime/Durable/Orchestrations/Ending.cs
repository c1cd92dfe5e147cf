using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>How an execution ended.</summary>
abstract record Ending
{
    /// <summary>For good, with its completion event.</summary>
    public sealed record Finished(HistoryEvent Completion) : Ending;

    /// <summary>To start again with this input and these events that nobody took yet, knowing these messages when they come again.</summary>
    public sealed record Again(string? Input, string? Version, IReadOnlyList<HistoryEvent> CarriedOver, IReadOnlyList<string> Heard) : Ending;
}
