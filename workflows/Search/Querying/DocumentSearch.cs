using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Publishing;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Querying;

/// <summary>
/// Finds chunks of documents by their words. All of a search is of one moment: what a publication, a deletion or a grant commits later is not half in it.
/// </summary>
public sealed class DocumentSearch(IndexReader index)
{
    /// <summary>The best chunks that the holder of the key may see.</summary>
    /// <param name="query">Within its bounds; what it names of persons counts only for those who hold <c>unmask</c>.</param>
    /// <param name="keySha256">The SHA-256 of the caller's function key (<see cref="Grants.HashOf"/>).</param>
    /// <param name="ct">Ends it.</param>
    public async Task<SearchResult> SearchAsync(SearchQuery query, byte[] keySha256, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Text.Length, SearchQuery.LongestText);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Top, SearchQuery.MostHits);

        await using var snapshot = await index.OpenAsync(ct);
        var held = await Grants.HeldAsync(snapshot.Connection, keySha256, ct);
        var mayUnmask = held.Contains(PublicationRules.Unmask);
        var terms = QueryTerms.Of(query.Text, mayUnmask);
        var allowed = await AllowedAttributes.ReadAsync(snapshot.Connection, held, query, ct);
        if (terms.Count == 0 || allowed.IsEmpty)
            return new([], query.WithFacets ? new([], []) : null);

        var blocks = await snapshot.BlocksAsync([.. terms.Select(term => term.Term)], ct);
        var weights = new double[terms.Count];
        var best = Ranking.Best(snapshot.View, terms, blocks, allowed.ToMap(), query.WithFacets ? SearchQuery.FacetDepth : query.Top, weights);
        var worth = terms.Zip(weights).ToDictionary(pair => pair.First.Term, pair => pair.Second);
        var hits = await FoundChunks.ReadAsync(snapshot, [.. best.Take(query.Top)], chunk => Hit(chunk, worth, !mayUnmask), ct);
        return new(hits, query.WithFacets ? FacetCounting.Count(snapshot.View, best, allowed, held) : null);
    }

    static SearchHit Hit(FoundChunk chunk, IReadOnlyDictionary<ulong, double> worth, bool mask) => new(
        chunk.Id, chunk.DocumentId, chunk.Version, Shown(chunk.Title, mask), chunk.Format, Math.Round(chunk.Score, 4)
        , [.. chunk.Path.Select(title => Shown(title, mask)!)], SnippetCut.Of(chunk.Body, worth, mask), chunk.Citation);

    static string? Shown(string? title, bool mask) => title is not null && mask ? PersonalIdentifiers.Mask(title) : title;
}
