using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Index;

namespace Asan.Workflows.Search.Querying;

/// <summary>Counts the documents behind candidates by what they have.</summary>
static class FacetCounting
{
    public static SearchFacets Count(IndexView view, IReadOnlyList<Candidate> candidates, AllowedAttributes allowed, IReadOnlyList<string> held)
    {
        var formats = new Dictionary<string, int>(StringComparer.Ordinal);
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var attributes in candidates
            .Select(candidate => (view.Segments[candidate.Segment].Locate(candidate.Chunk).VersionKey, Attributes: view.Segments[candidate.Segment].Attributes[candidate.Chunk]))
            .DistinctBy(candidate => candidate.VersionKey).Select(candidate => allowed[candidate.Attributes]))
        {
            formats[attributes.Format] = formats.GetValueOrDefault(attributes.Format) + 1;
            foreach (var label in attributes.Labels.Intersect(held, StringComparer.Ordinal))
                labels[label] = labels.GetValueOrDefault(label) + 1;
        }

        return new(Ordered(formats), Ordered(labels));
    }

    static IReadOnlyList<FacetCount> Ordered(Dictionary<string, int> counts) =>
        [.. counts.Select(pair => new FacetCount(pair.Key, pair.Value)).OrderByDescending(count => count.Documents).ThenBy(count => count.Value, StringComparer.Ordinal)];
}
