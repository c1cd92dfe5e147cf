using System.Diagnostics;

namespace Asan.Runtime.Durable.Tracing;

/// <summary>A span of an orchestration that is over. It is told when the turn that ended it is committed: a turn that is lost has not happened.</summary>
/// <param name="Id">Given where others were told of the span before it ended.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
sealed record Span(
    string Name,
    ActivityKind Kind,
    ActivityContext Parent,
    ActivitySpanId? Id,
    DateTime Start,
    DateTime End,
    IReadOnlyList<KeyValuePair<string, object?>> Tags,
    string? Error = null);
