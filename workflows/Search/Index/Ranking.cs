using System.Buffers;
using System.Numerics;

namespace Asan.Workflows.Search.Index;

/// <summary>
/// BM25 over one view: segment by segment, term by term, into an array of scores that stays in the processor's cache. Who may see a chunk is asked only of
/// those that would be among the best.
/// </summary>
static class Ranking
{
    /// <param name="view">The index.</param>
    /// <param name="terms">The terms of the query, each once.</param>
    /// <param name="blocks">By segment and term, as <see cref="IndexSnapshot.BlocksAsync"/> has them.</param>
    /// <param name="allowed">By number of attributes: whether chunks with them may be found.</param>
    /// <param name="limit">How many are wanted.</param>
    /// <param name="weights">Gets what each term is worth.</param>
    public static IReadOnlyList<Candidate> Best(
        IndexView view, IReadOnlyList<QueryTerm> terms, byte[]?[][] blocks, bool[] allowed, int limit, Span<double> weights)
    {
        Weigh(view, terms, blocks, weights);
        var longest = view.Segments.Select(segment => segment.LongestChunk).DefaultIfEmpty(0).Max();
        var lengths = new LengthTable(longest, (double)view.Tokens / Math.Max(1, view.Chunks));

        var best = new BestCandidates(limit);
        for (var s = 0; s < view.Segments.Count; s++)
        {
            var segment = view.Segments[s];
            var rented = ArrayPool<float>.Shared.Rent(segment.Chunks);
            var scores = rented.AsSpan(0, segment.Chunks);
            scores.Clear();
            var any = false;
            for (var t = 0; t < terms.Count; t++)
                if (blocks[s][t] is { } bytes && new PostingBlock(bytes) is var block && block.Find(terms[t].Term) is var index and >= 0)
                {
                    block.List(index).Score(scores, segment.Lengths, new((float)weights[t], lengths));
                    any = true;
                }

            if (any)
                Collect(scores, s, segment, view.Dead[s], allowed, best);
            ArrayPool<float>.Shared.Return(rented);
        }

        return best.Take();
    }

    static void Weigh(IndexView view, IReadOnlyList<QueryTerm> terms, byte[]?[][] blocks, Span<double> weights)
    {
        for (var t = 0; t < terms.Count; t++)
        {
            var withTerm = 0L;
            foreach (var ofSegment in blocks)
                if (ofSegment[t] is { } bytes && new PostingBlock(bytes) is var block && block.Find(terms[t].Term) is var index and >= 0)
                    withTerm += block.List(index).Count;
            weights[t] = TermWeight.Idf(view.Chunks, withTerm) * terms[t].Count;
        }
    }

    static void Collect(ReadOnlySpan<float> scores, int s, Segment segment, DeadChunks? dead, bool[] allowed, BestCandidates best)
    {
        var attributes = segment.Attributes;
        var width = Vector<float>.Count;
        for (var from = 0; from < scores.Length; from += width)
        {
            if (from + width <= scores.Length && !Vector.GreaterThanAny(new Vector<float>(scores.Slice(from, width)), new Vector<float>(best.Threshold)))
                continue;
            for (var chunk = from; chunk < Math.Min(from + width, scores.Length); chunk++)
                if (scores[chunk] > best.Threshold && attributes[chunk] < allowed.Length && allowed[attributes[chunk]] && dead?.Contains(chunk) != true)
                    best.Add(new(scores[chunk], s, chunk));
        }
    }
}
