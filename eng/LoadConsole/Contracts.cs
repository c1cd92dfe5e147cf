using System.Text.Json;

namespace Asan.Load;

/// <summary>What POST /api/etl/runs takes.</summary>
sealed record NewRun(string Source, string Location, string? Vocabulary);

/// <summary>What GET /api/etl/runs/{id} answers.</summary>
sealed record Run(
    string Id, string Status, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, IReadOnlyList<Step> Steps, long Rejected, JsonElement? Error)
{
    public bool Ended => Status is "Succeeded" or "Failed";

    public bool Succeeded => Status is "Succeeded";

    /// <summary>Why it failed; the error is a text or a problem document.</summary>
    public string Reason => Error switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Object } problem when problem.TryGetProperty("detail", out var detail) => detail.ToString(),
        { ValueKind: JsonValueKind.Object } problem => problem.ToString(),
        _ => $"the run ended {Status}",
    };
}

sealed record Step(
    int Number, string Name, string Status, IReadOnlyList<TableRows>? Tables, IReadOnlyList<string>? Notices, DateTimeOffset? StartedAt, double? Seconds)
{
    public bool Ended => Status is "Succeeded" or "Failed";
}

sealed record TableRows(string Table, long Read, long Written, long Rejected);

sealed record Reject(string File, int? Line, string? Column, string Reason);
