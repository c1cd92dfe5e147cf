using Asan.Documents.Assembly;

namespace Asan.Documents.Docx;

/// <summary>The styles of a document, each with what it takes over from those it is based on.</summary>
sealed class DocxStyles
{
    // Styles are based on styles; a file may have them go round in a circle.
    const int LongestChain = 32;
    const int BodyText = 9;

    readonly Dictionary<string, DocxStyle> byId = new(StringComparer.Ordinal);

    /// <summary>The style of paragraphs that name none; null when there is none.</summary>
    public string? DefaultParagraphStyle { get; private set; }

    public static DocxStyles Read(Element? root)
    {
        var styles = new DocxStyles();
        foreach (var style in root?.Children ?? [])
        {
            if (style.Name != "style" || style.Attribute("styleId") is not { } id)
                continue;
            styles.byId.TryAdd(id, Read(id, style));
            if (style.Attribute("type") == "paragraph" && style.Attribute("default") is { } isDefault && WordValues.IsOn(isDefault))
                styles.DefaultParagraphStyle ??= id;
        }

        return styles;
    }

    static DocxStyle Read(string id, Element style)
    {
        var paragraph = style.ChildOrNothing("pPr");
        var list = paragraph.ChildOrNothing("numPr");
        var run = style.ChildOrNothing("rPr");
        return new(id, style.Value("name") ?? id, style.Value("basedOn"))
        {
            ListId = WordValues.Number(list.Value("numId")),
            ListLevel = WordValues.Number(list.Value("ilvl")),
            OutlineLevel = WordValues.Number(paragraph.Value("outlineLvl")),
            IsHidden = run.Flag("vanish"),
            Font = run.ChildOrNothing("rFonts").Attribute("ascii"),
        };
    }

    public DocxStyle? Find(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    /// <summary>The style, the one it is based on, and so on.</summary>
    public IEnumerable<DocxStyle> Chain(string? id)
    {
        var style = Find(id);
        for (var i = 0; style is not null && i < LongestChain; i++)
        {
            yield return style;
            style = Find(style.BasedOn);
        }
    }

    /// <summary>Whether a paragraph of this style is a heading.</summary>
    public Heading? HeadingOf(string? id)
    {
        foreach (var style in Chain(id))
        {
            // An outline level that says "body text" ends the search: a heading's style was turned into something else.
            if (style.OutlineLevel is { } level)
                return level is >= 0 and < BodyText ? new Heading(level + 1, HeadingEvidence.Outline) : null;
            if (HeadingNames.Level(style.Name) is > 0 and var named)
                return new Heading(named, HeadingEvidence.Style);
        }

        return null;
    }
}
