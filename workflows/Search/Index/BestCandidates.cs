namespace Asan.Workflows.Search.Index;

/// <summary>The best so many; a heap with the worst of them on top.</summary>
sealed class BestCandidates(int limit)
{
    readonly PriorityQueue<Candidate, float> heap = new(limit + 1);

    /// <summary>What a chunk must exceed to be among them; 0 while there is room: a chunk without any of the terms is no hit.</summary>
    public float Threshold { get; private set; }

    public void Add(Candidate candidate)
    {
        if (heap.Count < limit)
            heap.Enqueue(candidate, candidate.Score);
        else
            heap.EnqueueDequeue(candidate, candidate.Score);
        if (heap.Count == limit)
            Threshold = heap.Peek().Score;
    }

    /// <summary>The best first; equals in the order of the index.</summary>
    public IReadOnlyList<Candidate> Take() =>
        [.. heap.UnorderedItems.Select(item => item.Element).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Segment).ThenBy(hit => hit.Chunk)];
}
