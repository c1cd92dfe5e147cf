namespace Asan.Functions.Search;

/// <summary>What a caller looks for.</summary>
/// <param name="Query">The words, 1 to 1,000 characters.</param>
/// <param name="Top">How many hits, 1 to 50; 10 without it.</param>
/// <param name="Formats">Only documents of these formats.</param>
/// <param name="Labels">Only documents with one of these labels.</param>
/// <param name="Facets">Whether to count formats and labels too.</param>
public sealed record SearchRequest(string? Query, int? Top, IReadOnlyList<string>? Formats, IReadOnlyList<string>? Labels, bool? Facets);
