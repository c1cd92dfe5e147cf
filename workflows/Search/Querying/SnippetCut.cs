using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Querying;

/// <summary>Chooses the part of a chunk that is shown: where most of what the query names stands together.</summary>
static class SnippetCut
{
    const int Longest = 240;
    // A whole text that is little longer is not cut.
    const int Whole = 300;
    const string Ellipsis = "…";

    /// <param name="text">The chunk's text.</param>
    /// <param name="weights">What each term of the query is worth.</param>
    /// <param name="mask">Whether identifiers of persons are hidden.</param>
    public static Snippet Of(string text, IReadOnlyDictionary<ulong, double> weights, bool mask)
    {
        // Common pairs of syllables say nothing where they stand alone.
        var least = weights.Values.DefaultIfEmpty(0).Max() / 4;
        List<Token> found = [.. new Tokenizer().Read(text, bareNumbers: !mask).Where(token => weights.TryGetValue(token.Term, out var weight) && weight >= least)];
        found.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));

        var (from, end) = Window(text, found, weights);
        var shown = mask ? PersonalIdentifiers.Mask(text) : text;
        var before = from > 0 ? Ellipsis : "";
        return new(before + shown[from..end] + (end < text.Length ? Ellipsis : ""), Highlights(found, from, end, before.Length));
    }

    static (int From, int End) Window(string text, List<Token> found, IReadOnlyDictionary<ulong, double> weights)
    {
        if (text.Length <= Whole)
            return (0, text.Length);

        var (best, from) = (-1.0, 0);
        for (var i = 0; i < found.Count; i++)
        {
            if (i > 0 && found[i].Start == found[i - 1].Start)
                continue;
            var seen = new HashSet<ulong>();
            var worth = 0.0;
            for (var j = i; j < found.Count && found[j].End <= found[i].Start + (Longest * 3 / 4); j++)
                worth += seen.Add(found[j].Term) ? weights[found[j].Term] : 0;
            if (worth > best)
                (best, from) = (worth, found[i].Start);
        }

        from = Math.Clamp(from - (Longest / 8), 0, text.Length - Longest);
        from = Boundary(text, from);
        var end = Math.Min(text.Length, from + Longest);
        return (from, end < text.Length && char.IsLowSurrogate(text[end]) ? end - 1 : end);
    }

    // The beginning of a word, when one is near.
    static int Boundary(string text, int from)
    {
        for (var at = from; at > Math.Max(0, from - 20); at--)
            if (char.IsWhiteSpace(text[at - 1]))
                return at;
        return from > 0 && char.IsLowSurrogate(text[from]) ? from - 1 : from;
    }

    static IReadOnlyList<Highlight> Highlights(List<Token> found, int from, int end, int shift)
    {
        var highlights = new List<Highlight>();
        foreach (var token in found)
        {
            if (token.Start < from || token.End > end)
                continue;
            var start = token.Start - from + shift;
            if (highlights.Count > 0 && highlights[^1] is var last && last.Start + last.Length >= start)
                highlights[^1] = last with { Length = Math.Max(last.Length, start + token.End - token.Start - last.Start) };
            else
                highlights.Add(new(start, token.End - token.Start));
        }

        return highlights;
    }
}
