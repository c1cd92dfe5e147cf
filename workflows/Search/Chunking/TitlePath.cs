using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Chunking;

/// <summary>The titles above the place where the cutting stands.</summary>
sealed class TitlePath
{
    const int LongestTitle = 200;

    readonly string? title;
    readonly List<(int Level, string Text)> headings = [];
    readonly int tokens;
    string[]? shown;

    public TitlePath(string? title, int tokens)
    {
        this.title = Short(title ?? "") is { Length: > 0 } text ? text : null;
        this.tokens = tokens;
    }

    /// <summary>The tokens that <see cref="Shown"/> takes.</summary>
    public int Tokens => Shown.Sum(text => TokenEstimate.Of(text));

    /// <summary>As much of the path as the limit allows: the lowest title first, then the document's, then those between, from below.</summary>
    public string[] Shown => shown ??= Fitting();

    /// <summary>Below a title of this level no deeper one counts any more.</summary>
    public void Leave(int level)
    {
        while (headings.Count > 0 && headings[^1].Level >= level)
            headings.RemoveAt(headings.Count - 1);
        shown = null;
    }

    public void Enter(int level, string text)
    {
        Leave(level);
        headings.Add((level, Short(text)));
        shown = null;
    }

    string[] Fitting()
    {
        var all = headings.Select(heading => heading.Text).Prepend(title ?? "").ToArray();
        var kept = new bool[all.Length];
        var left = tokens;
        foreach (var i in Order(all.Length))
        {
            if (all[i].Length == 0)
                continue;
            all[i] = all[i][..TokenEstimate.Fit(all[i], Math.Max(left, 0))];
            left -= TokenEstimate.Of(all[i]);
            kept[i] = left >= 0;
        }

        return [.. all.Where((_, i) => kept[i])];
    }

    static IEnumerable<int> Order(int count)
    {
        yield return count - 1;
        if (count > 1)
            yield return 0;
        for (var i = count - 2; i > 0; i--)
            yield return i;
    }

    static string Short(string text) => ShownText.Line(text, LongestTitle);
}
