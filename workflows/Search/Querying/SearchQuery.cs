namespace Asan.Workflows.Search.Querying;

/// <summary>What is looked for.</summary>
/// <param name="Text">The words; not empty, at most <see cref="LongestText"/> characters.</param>
/// <param name="Top">How many hits; 1 to <see cref="MostHits"/>.</param>
/// <param name="Formats">Only documents of these formats; null or empty: of any.</param>
/// <param name="Labels">Only documents with one of these labels; null or empty: of any that the caller holds.</param>
/// <param name="WithFacets">Also counts formats and labels among the best <see cref="FacetDepth"/> chunks.</param>
public sealed record SearchQuery(
    string Text, int Top = 10, IReadOnlyList<string>? Formats = null, IReadOnlyList<string>? Labels = null, bool WithFacets = false)
{
    public const int LongestText = 1_000;

    public const int MostHits = 50;

    public const int FacetDepth = 1_000;
}
