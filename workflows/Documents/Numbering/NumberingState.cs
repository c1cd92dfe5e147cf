using System.Globalization;
using System.Text;

namespace Asan.Documents.Numbering;

/// <summary>Counts through a document: one set of counters per numbering. Paragraphs must come in the order of the text.</summary>
sealed class NumberingState
{
    public const int Levels = 10;

    readonly Dictionary<int, int[]> counters = [];
    int[]? latest;

    /// <summary>The number of the next paragraph.</summary>
    /// <param name="id">Which numbering: a number for the definition, or for what counts on its own.</param>
    /// <param name="level">From 0.</param>
    public string Next(int id, NumberingDefinition definition, int level)
    {
        level = Math.Clamp(level, 0, Levels - 1);
        if (!counters.TryGetValue(id, out var counts))
            counters.Add(id, counts = Begin(level));
        latest = counts;

        // A level that was left out counts as begun.
        for (var upper = 0; upper < level; upper++)
            if (counts[upper] == 0)
                counts[upper] = definition[upper].Start;
        counts[level] = counts[level] == 0 ? definition[level].Start : counts[level] + 1;
        counts.AsSpan(level + 1).Clear();
        return Show(definition, level, counts);
    }

    // A numbering that begins below the first level goes on from where the one before stands.
    int[] Begin(int level)
    {
        var counts = new int[Levels];
        latest?.AsSpan(0, level).CopyTo(counts);
        return counts;
    }

    static string Show(NumberingDefinition definition, int level, int[] counts)
    {
        var pattern = definition[level].Pattern;
        if (!pattern.Contains('^'))
            return pattern;
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '^' || i + 1 == pattern.Length)
            {
                text.Append(pattern[i]);
                continue;
            }

            var code = pattern[++i];
            if (code is 'n' or 'N')
                AppendPath(text, level, counts, endsWithDot: code == 'N');
            else if (char.IsAsciiDigit(code))
                AppendLevel(text, definition, code == '0' ? Levels - 1 : code - '1', counts);
            else
                text.Append('^').Append(code);
        }

        return text.ToString();
    }

    static void AppendPath(StringBuilder text, int level, int[] counts, bool endsWithDot)
    {
        for (var i = 0; i <= level; i++)
            text.Append(CultureInfo.InvariantCulture, $"{counts[i]}{(i < level || endsWithDot ? "." : "")}");
    }

    static void AppendLevel(StringBuilder text, NumberingDefinition definition, int level, int[] counts)
    {
        var format = definition[level];
        text.Append(NumberText.Of(counts[level] == 0 ? format.Start : counts[level], format.Format));
    }
}
