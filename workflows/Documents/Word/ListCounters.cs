using System.Text;

namespace Asan.Documents.Word;

/// <summary>
/// Counts the items of all lists of a document, in reading order. Lists that are made from one definition count on from each other, as Word does,
/// unless one of them says that it starts anew.
/// </summary>
sealed class ListCounters
{
    readonly Dictionary<int, int?[]> byDefinition = [];
    readonly HashSet<(int List, int Level)> started = [];

    /// <summary>The number or bullet of the next item.</summary>
    /// <param name="definition">The definition that lists share.</param>
    /// <param name="list">The list itself.</param>
    /// <param name="level">From 0.</param>
    /// <param name="levels">The list's nine levels.</param>
    /// <param name="restart">Where this list starts anew on this level; null when it counts on.</param>
    public ListMarker Next(int definition, int list, int level, IReadOnlyList<ListLevel> levels, int? restart)
    {
        level = Math.Clamp(level, 0, ListLevel.Most - 1);
        if (!byDefinition.TryGetValue(definition, out var counters))
            byDefinition.Add(definition, counters = new int?[ListLevel.Most]);

        var own = levels[level];
        if (restart is { } anew && started.Add((list, level)))
            counters[level] = anew;
        else
            counters[level] = counters[level] is { } last ? (last == int.MaxValue ? last : last + 1) : own.Start;
        for (var deeper = level + 1; deeper < ListLevel.Most; deeper++)
            if (levels[deeper].RestartsAfter > level)
                counters[deeper] = null;
        return Show(counters, level, levels);
    }

    static ListMarker Show(int?[] counters, int level, IReadOnlyList<ListLevel> levels)
    {
        var own = levels[level];
        var ordered = WordNumbers.IsOrdered(own.Format);
        var text = new StringBuilder();
        for (var i = 0; i < own.Text.Length; i++)
        {
            var c = own.Text[i];
            if (c == '%' && i + 1 < own.Text.Length && own.Text[i + 1] is >= '1' and <= '9')
            {
                var shown = own.Text[++i] - '1';
                var format = own.IsLegal && WordNumbers.IsOrdered(levels[shown].Format) ? "decimal" : levels[shown].Format;
                text.Append(WordNumbers.Write(format, counters[shown] ?? levels[shown].Start));
            }
            else
            {
                Append(text, c, ordered ? null : own.Font);
            }
        }

        return new(text.ToString(), level + 1, ordered);
    }

    // A bullet of a symbol font; one of a font not known is shown as a plain one, since its private character would be an empty box.
    static void Append(StringBuilder text, char c, string? font)
    {
        if (SymbolFonts.Map(font, c) is { } symbol)
            text.Append(symbol.ToString());
        else
            text.Append(c is >= '\uF000' and <= '\uF0FF' ? '•' : c);
    }
}
