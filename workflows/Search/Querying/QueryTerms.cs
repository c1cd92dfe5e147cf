using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Querying;

/// <summary>The terms that a query looks for.</summary>
static class QueryTerms
{
    // What a person asks has fewer; more would only cost.
    const int Most = 128;

    /// <param name="mayUnmask">Whether the caller may look for persons by their numbers; else those are taken out of the query.</param>
    public static IReadOnlyList<QueryTerm> Of(string text, bool mayUnmask)
    {
        var tokens = new Tokenizer().Read(mayUnmask ? text : PersonalIdentifiers.Mask(text), bareNumbers: mayUnmask);
        var counts = new Dictionary<ulong, int>();
        foreach (var token in tokens)
            if (counts.TryGetValue(token.Term, out var count))
                counts[token.Term] = count + 1;
            else if (counts.Count < Most)
                counts.Add(token.Term, 1);
        return [.. counts.Select(pair => new QueryTerm(pair.Key, pair.Value))];
    }
}
