using System.ComponentModel.DataAnnotations;

namespace Asan.Workflows.Search;

/// <summary>How searches use the machine. Bound from <c>Search</c>.</summary>
public sealed record SearchOptions
{
    public const string Section = "Search";

    /// <summary>Postings that are kept in memory; what else a search needs it reads from the database.</summary>
    [Range(1, 1 << 20)]
    public long CacheMegabytes { get; init; } = 256;

    /// <summary>Merges rewrite a segment for what is dead in it: once so much of it is.</summary>
    [Range(0.001, 1)]
    public double DeadShare { get; init; } = 0.1;

    /// <summary>Or once it has been dead for so long: no posting of a deleted document is older.</summary>
    public TimeSpan PurgeAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Segments grow up to so many chunks.</summary>
    [Range(16, 10_000_000)]
    public int SegmentChunks { get; init; } = 131_072;
}
