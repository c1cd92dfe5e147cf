namespace Asan.Workflows.Search.Index;

/// <summary>The index at one revision: its segments, and which of their chunks nobody may find. Never changed; the next revision is another view.</summary>
sealed class IndexView
{
    public static IndexView Empty { get; } = new() { Revision = -1, Segments = [], Dead = [] };

    public required long Revision { get; init; }

    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>Of each segment: a bit for each chunk that is dead; null when none is.</summary>
    public required IReadOnlyList<DeadChunks?> Dead { get; init; }

    /// <summary>Dead ones included, as in the frequencies of terms.</summary>
    public long Chunks => Segments.Sum(segment => (long)segment.Chunks);

    public long Tokens => Segments.Sum(segment => segment.Tokens);

    /// <summary>The next view.</summary>
    /// <param name="segments">The segments there are now; those known already are the same objects.</param>
    /// <param name="died">The versions that died since.</param>
    /// <param name="dead">All that are dead.</param>
    public IndexView Next(long revision, IReadOnlyList<Segment> segments, IReadOnlyCollection<long> died, HashSet<long> dead)
    {
        var known = new Dictionary<Segment, DeadChunks?>(Segments.Count);
        for (var i = 0; i < Segments.Count; i++)
            known.Add(Segments[i], Dead[i]);
        return new()
        {
            Revision = revision,
            Segments = segments,
            Dead = [.. segments.Select(segment => known.TryGetValue(segment, out var before) ? DeadChunks.With(segment, before, died) : DeadChunks.Of(segment, dead))],
        };
    }
}
