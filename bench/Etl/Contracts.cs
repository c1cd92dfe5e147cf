using System.Text.Json;

namespace Asan.Bench.Etl;

/// <summary>What GET /api/etl/runs/{id} answers, as far as it is asked for here.</summary>
sealed record Run(string Status, IReadOnlyList<Step> Steps, long Rejected, JsonElement? Error);

sealed record Step(int Number, string Name, IReadOnlyList<TableRows>? Tables, double? Seconds);

sealed record TableRows(string Table, long Read, long Written, long Rejected);

/// <summary>One load, as a caller saw it.</summary>
/// <param name="Wall">From the request to the answer that says it is done.</param>
/// <param name="Run">What the host reports of it.</param>
/// <param name="PeakBytes">The most memory the host ever held.</param>
sealed record Load(TimeSpan Wall, Run Run, long PeakBytes);
