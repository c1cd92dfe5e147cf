namespace Asan.Documents.Assembly;

/// <summary>
/// What a paragraph becomes once all that hangs in it is known. Pictures and equations in the line stay in it. A table or box in the line divides the
/// paragraph, so that text before it comes before and text after it after; what floats follows. A paragraph that only carried objects is gone.
/// </summary>
public sealed class ParagraphAssembly
{
    static readonly List<Anchored> NoObjects = [];
    static readonly Inline[] NoInlines = [];

    List<Anchored> objects = NoObjects;
    List<Inline>? inlines;

    readonly record struct Anchored(int At, Block Block, bool InLine);

    public required Position Position { get; set; }

    public Heading? Heading { get; init; }

    public ListMarker? Marker { get; init; }

    public string? Style { get; init; }

    public void Add(Inline inline) => (inlines ??= []).Add(inline);

    /// <param name="inLine">It stands in the line like a letter; else it floats beside the text.</param>
    public void Add(int at, Block block, bool inLine)
    {
        if (inLine && block is Picture or Equation)
            Add(new InlineObject(at, block));
        else
        {
            if (objects == NoObjects)
                objects = [];
            objects.Add(new(at, block, inLine));
        }
    }

    public void Finish(string text, List<Block> into)
    {
        // A stable sort, since a note and a number at one place have an order.
        var ordered = inlines is null ? NoInlines : inlines.Count > 1 ? [.. inlines.OrderBy(inline => inline.At)] : [.. inlines];
        if (Marker is null && Heading is null && string.IsNullOrWhiteSpace(text) && IsCarrier(ordered))
        {
            AddObjects(ordered, into);
            return;
        }

        var from = 0;
        foreach (var anchored in objects)
        {
            if (!anchored.InLine)
                continue;
            var at = Math.Clamp(anchored.At, from, text.Length);
            if (!string.IsNullOrWhiteSpace(text[from..at]))
            {
                into.Add(Piece(text, ordered, from, at, isLast: false));
                from = at;
            }

            into.Add(anchored.Block);
        }

        if (from == 0 || !string.IsNullOrWhiteSpace(text[from..]) || ordered.Any(inline => inline.At >= from))
            into.Add(Piece(text, ordered, from, text.Length, isLast: true));
        foreach (var anchored in objects)
            if (!anchored.InLine)
                into.Add(anchored.Block);
    }

    bool IsCarrier(Inline[] ordered) =>
        (objects.Count > 0 || ordered.Length > 0) && Array.TrueForAll(ordered, inline => inline is InlineObject or Bookmark);

    void AddObjects(Inline[] ordered, List<Block> into)
    {
        var pictures = ordered.OfType<InlineObject>().Select(inline => new Anchored(inline.At, inline.Block, InLine: true));
        foreach (var anchored in objects.Concat(pictures).OrderBy(anchored => anchored.At))
            into.Add(anchored.Block);
    }

    Paragraph Piece(string text, Inline[] ordered, int from, int to, bool isLast) => new()
    {
        Position = Position,
        Text = text[from..to],
        Inlines = from == 0 && isLast
            ? ordered
            : [.. ordered.Where(inline => inline.At >= from && (inline.At < to || isLast)).Select(inline => inline.Shift(from, to))],
        Heading = from == 0 ? Heading : null,
        Marker = from == 0 ? Marker : null,
        Style = Style,
    };
}
