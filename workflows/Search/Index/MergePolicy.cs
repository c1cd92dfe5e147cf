namespace Asan.Workflows.Search.Index;

/// <summary>Chooses segments that are to become one: many of about the same size, and such with much in them that is dead.</summary>
static class MergePolicy
{
    // So many of a size make one of the next: each posting is written again once a size.
    const int Enough = 8;
    const int MostAtOnce = 256;

    /// <param name="view">The index.</param>
    /// <param name="options">How large segments become, and how much of one may be dead.</param>
    /// <param name="overdue">Whether a segment holds something that has been dead for too long.</param>
    /// <returns>The places of the segments in the view; null when nothing is to be done.</returns>
    public static IReadOnlyList<int>? Choose(IndexView view, SearchOptions options, Func<Segment, bool> overdue)
    {
        var living = view.Segments.Select((segment, place) => segment.Chunks - (view.Dead[place]?.Count ?? 0)).ToArray();
        return SameSize(living, options.SegmentChunks) ?? Dying(view, living, options, overdue);
    }

    static IReadOnlyList<int>? SameSize(int[] living, int most)
    {
        var small = Enumerable.Range(0, living.Length).Where(place => living[place] <= most / 2);
        foreach (var size in small.GroupBy(place => (int)Math.Log(Math.Max(1, living[place]), Enough)).OrderBy(size => size.Key))
        {
            var (chosen, chunks) = (new List<int>(), 0L);
            foreach (var place in size)
                if (chosen.Count < MostAtOnce && chunks + living[place] <= most)
                {
                    chosen.Add(place);
                    chunks += living[place];
                }

            if (chosen.Count >= Enough || (chosen.Count > 1 && chunks > most / 2))
                return chosen;
        }

        return null;
    }

    static IReadOnlyList<int>? Dying(IndexView view, int[] living, SearchOptions options, Func<Segment, bool> overdue)
    {
        for (var place = 0; place < living.Length; place++)
        {
            var segment = view.Segments[place];
            if (living[place] < segment.Chunks && (segment.Chunks - living[place] >= options.DeadShare * segment.Chunks || overdue(segment)))
                return [place];
        }

        return null;
    }
}
