using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>The lists of a document: what <c>numbering.xml</c> defines, and the numbers as they are given out.</summary>
sealed class DocxLists
{
    const int LongestChain = 8;

    readonly Dictionary<int, Definition> definitions = [];
    readonly Dictionary<int, List> lists = [];
    readonly Dictionary<string, int> byStyle = new(StringComparer.Ordinal);
    readonly ListCounters counters = new();

    sealed record Definition(ListLevel[] Levels, string?[] StyleOfLevel, string? StyleLink);

    sealed record List(int Definition, ListLevel[] Levels, int?[] Restarts, string?[] StyleOfLevel);

    public static DocxLists Read(Element? root)
    {
        var read = new DocxLists();
        foreach (var definition in root?.Children ?? [])
            if (definition.Name == "abstractNum" && definition.Number("abstractNumId") is { } id)
                read.AddDefinition(id, definition);
        foreach (var list in root?.Children ?? [])
            if (list.Name == "num" && list.Number("numId") is { } id && WordValues.Number(list.Value("abstractNumId")) is { } definition)
                read.AddList(id, definition, list);
        return read;
    }

    void AddDefinition(int id, Element element)
    {
        var levels = Enumerable.Range(0, ListLevel.Most).Select(ListLevel.Plain).ToArray();
        var styles = new string?[ListLevel.Most];
        var next = 0;
        foreach (var level in element.Children)
        {
            if (level.Name != "lvl")
                continue;
            // A level without its number is the next one: some writers leave it out.
            var index = level.Number("ilvl") ?? next;
            if (index is < 0 or >= ListLevel.Most)
                continue;
            levels[index] = ReadLevel(level, index, levels[index]);
            styles[index] = level.Value("pStyle");
            next = index + 1;
        }

        definitions.TryAdd(id, new(levels, styles, element.Value("numStyleLink")));
        if (element.Value("styleLink") is { } linked)
            byStyle.TryAdd(linked, id);
    }

    static ListLevel ReadLevel(Element level, int index, ListLevel plain) => new(
        WordValues.Number(level.Value("start")) ?? plain.Start,
        FormatOf(level) ?? plain.Format,
        level.Child("lvlPicBulletId") is not null ? "•" : level.Value("lvlText") ?? plain.Text,
        WordValues.Number(level.Value("lvlRestart")) ?? index,
        level.Flag("isLgl") ?? false,
        level.ChildOrNothing("rPr").ChildOrNothing("rFonts").Attribute("ascii"));

    // Formats of newer versions stand in a branch of their own, with an older one beside them.
    static string? FormatOf(Element level) =>
        level.Value("numFmt") ?? level.Descendants("numFmt").Select(f => f.Attribute("val")).FirstOrDefault(v => v is not (null or "custom"));

    void AddList(int id, int definition, Element element)
    {
        var source = Resolve(definition);
        var levels = source?.Levels.ToArray() ?? [.. Enumerable.Range(0, ListLevel.Most).Select(ListLevel.Plain)];
        var restarts = new int?[ListLevel.Most];
        foreach (var changed in element.Children)
        {
            if (changed.Name != "lvlOverride" || changed.Number("ilvl") is not (>= 0 and < ListLevel.Most and var index))
                continue;
            if (changed.Child("lvl") is { } level)
            {
                levels[index] = ReadLevel(level, index, levels[index]);
                restarts[index] = levels[index].Start;
            }

            restarts[index] = WordValues.Number(changed.Value("startOverride")) ?? restarts[index];
        }

        lists.TryAdd(id, new(definition, levels, restarts, source?.StyleOfLevel ?? new string?[ListLevel.Most]));
    }

    // A definition may stand for another that a list style defines.
    Definition? Resolve(int id)
    {
        var found = definitions.GetValueOrDefault(id);
        for (var i = 0; found?.StyleLink is { } style && i < LongestChain && byStyle.TryGetValue(style, out var linked) && linked != id; i++)
            found = definitions.GetValueOrDefault(id = linked);
        return found;
    }

    /// <summary>The level that a list gives to paragraphs of a style; null when it names none.</summary>
    public int? LevelOfStyle(int list, string style)
    {
        var index = lists.TryGetValue(list, out var found) ? Array.IndexOf(found.StyleOfLevel, style) : -1;
        return index < 0 ? null : index;
    }

    /// <summary>The number or bullet of the next item of a list; null when there is no such list.</summary>
    public ListMarker? Next(int list, int level) =>
        lists.TryGetValue(list, out var found)
            ? counters.Next(found.Definition, list, level, found.Levels, found.Restarts[Math.Clamp(level, 0, ListLevel.Most - 1)])
            : null;
}
