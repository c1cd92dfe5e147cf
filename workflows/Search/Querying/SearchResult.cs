using Asan.Workflows.Search.Chunking;

namespace Asan.Workflows.Search.Querying;

/// <summary>What was found, the best first.</summary>
/// <param name="Facets">Null where they were not asked for.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, SearchFacets? Facets);

/// <summary>A chunk that was found.</summary>
/// <param name="ChunkId">The same for as long as the document's bytes and the way of cutting are.</param>
/// <param name="Version">Which version of the document it stands in.</param>
/// <param name="Score">Comparable within one result, and with nothing else.</param>
/// <param name="Path">The titles above it, the highest first.</param>
public sealed record SearchHit(
    Guid ChunkId, string DocumentId, Guid Version, string? Title, string Format, double Score, IReadOnlyList<string> Path, Snippet Snippet, Citation Citation);

/// <summary>A part of a chunk's text, as plain text: whatever in it looks like markup is text of the document.</summary>
/// <param name="Highlights">Stretches of the text that the query names, in order, none overlapping.</param>
public sealed record Snippet(string Text, IReadOnlyList<Highlight> Highlights);

/// <summary>A stretch of a text.</summary>
/// <param name="Start">In UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
public sealed record Highlight(int Start, int Length);

/// <summary>How many documents there are of each kind among the best chunks; labels only those the caller holds.</summary>
public sealed record SearchFacets(IReadOnlyList<FacetCount> Formats, IReadOnlyList<FacetCount> Labels);

/// <summary>A value and how many documents have it.</summary>
public sealed record FacetCount(string Value, int Documents);
