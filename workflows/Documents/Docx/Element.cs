namespace Asan.Documents.Docx;

/// <summary>
/// An element of a part, with what is below it. Names carry the usual prefix of their namespace (<c>a:blip</c>) whatever the file calls it, and
/// those of WordprocessingML none (<c>p</c>), in its transitional and its strict form alike.
/// </summary>
sealed class Element(string name)
{
    static readonly Element Nothing = new("");

    List<(string Name, string Value)>? attributes;
    List<Element>? children;

    public string Name => name;

    public IReadOnlyList<Element> Children => children ?? (IReadOnlyList<Element>)[];

    /// <summary>The text that stands directly in the element.</summary>
    public string Text { get; set; } = "";

    public string? Attribute(string named)
    {
        if (attributes is not null)
            foreach (var (key, value) in attributes)
                if (key == named)
                    return value;
        return null;
    }

    public int? Number(string named) => WordValues.Number(Attribute(named));

    /// <summary>The first child of this name; null when there is none.</summary>
    public Element? Child(string named)
    {
        if (children is not null)
            foreach (var child in children)
                if (child.Name == named)
                    return child;
        return null;
    }

    /// <summary>The first child of this name, or an element that has nothing.</summary>
    public Element ChildOrNothing(string named) => Child(named) ?? Nothing;

    /// <summary>The <c>val</c> of a child, which is how most properties are written; null without the child or its value.</summary>
    public string? Value(string child) => Child(child)?.Attribute("val");

    /// <summary>A property that is on when its element is there and does not say otherwise; null when it is not there.</summary>
    public bool? Flag(string child) => Child(child) is { } found ? WordValues.IsOn(found.Attribute("val")) : null;

    /// <summary>All elements of this name below this one, in document order.</summary>
    public IEnumerable<Element> Descendants(string named) => Descendants().Where(element => element.Name == named);

    /// <summary>All elements below this one, in document order.</summary>
    public IEnumerable<Element> Descendants()
    {
        var open = new Stack<Element>([this]);
        while (open.TryPop(out var next))
        {
            if (next != this)
                yield return next;
            for (var i = next.Children.Count - 1; i >= 0; i--)
                open.Push(next.Children[i]);
        }
    }

    public void Add(Element child) => (children ??= []).Add(child);

    public void Add(string attribute, string value) => (attributes ??= []).Add((attribute, value));
}
