using System.Text.Json.Serialization;

namespace Asan.Workflows.Etl.Runs;

/// <summary>A load as its callers see it. The error says why it failed, in words for the person who has to mend it.</summary>
public sealed record Run(
    string Id
    , string Status
    , DateTimeOffset? StartedAt
    , DateTimeOffset? FinishedAt
    , IReadOnlyList<RunStep> Steps
    , long Rejected
    , string? Error
    , DateTimeOffset CreatedAt
    , string Source
    , string Location
    , string? Vocabulary)
{
    // For the code here: callers read the status.
    [JsonIgnore]
    public bool HasEnded => Status is RunStatus.Succeeded or RunStatus.Failed;
}

/// <summary>One step of a run. Its seconds are those it has taken so far; null before it has begun.</summary>
public sealed record RunStep(
    int Number, string Name, string Status, IReadOnlyList<TableCount> Tables, DateTimeOffset? StartedAt, double? Seconds, IReadOnlyList<string> Notices);

/// <summary>A run in a list.</summary>
public sealed record RunSummary(
    string Id, string Status, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string Source, string Location, string? Error);

/// <summary>A rejected row: where it stands and why it was left out. What stands there is never told.</summary>
public sealed record RunReject(string File, int Line, string? Column, string Reason);

/// <summary>Some of a list, newest or first ones first, and the place behind which the next page begins; null on the last one.</summary>
public sealed record RunPage<T>(IReadOnlyList<T> Value, long? Next);

/// <summary>A load that somebody asks for, under the id that it will have if it is taken.</summary>
public sealed record RunStart(string Id, string Source, string Location, string? Vocabulary, string? IdempotencyKey);
