namespace Asan.Documents.Doc;

/// <summary>What hangs at places of the text: notes, and shapes with pictures and text of their own. Each is given out once.</summary>
sealed class DocAnchors
{
    readonly Dictionary<int, List<DocNote>> notes = [];
    readonly Dictionary<int, List<int>> shapesAt = [];
    readonly Dictionary<int, ArtShape> shapes = [];
    readonly Dictionary<int, List<(int From, int To)>> boxes = [];

    public DocContext Context { get; set; } = null!;

    public void Add(int place, DocNote note) => ListAt(notes, place).Add(note);

    public void AddShapeAt(int place, int shape) => ListAt(shapesAt, place).Add(shape);

    public void Add(ArtShape shape) => shapes.TryAdd(shape.Id, shape);

    /// <summary>Text that stands in a shape.</summary>
    public void AddBox(int shape, int from, int to) => ListAt(boxes, shape).Add((from, to));

    public IReadOnlyList<DocNote> NotesAt(int place) => notes.Remove(place, out var found) ? found : [];

    public IEnumerable<Block> BlocksAt(int place, Position position, int depth)
    {
        if (!shapesAt.Remove(place, out var here))
            yield break;
        foreach (var id in here)
            foreach (var shape in shapes.TryGetValue(id, out var known) ? known.All() : [new ArtShape(id, 0, null, [])])
            {
                if (shape.Picture > 0)
                    yield return Context.Pictures.Floating(shape.Picture, shape.Description, position);
                foreach (var box in Boxes(shape.Id, position, depth))
                    yield return box;
            }
    }

    IEnumerable<TextBox> Boxes(int shape, Position position, int depth)
    {
        if (!boxes.Remove(shape, out var texts))
            yield break;
        foreach (var (from, to) in texts)
        {
            var block = Context.Block;
            var content = new DocStory(Context, from, to, depth + 1).Read();
            Context.Block = block;
            if (content.Count > 0)
                yield return new TextBox { Position = position, Blocks = content };
        }
    }

    /// <summary>The boxes between two places whose shape nothing anchors: a damaged drawing must not cost their text.</summary>
    public List<Block> Left(int from, int to, Position position)
    {
        var left = new List<Block>();
        foreach (var shape in boxes.Where(box => box.Value.Exists(text => text.From >= from && text.To <= to)).Select(box => box.Key).Order().ToList())
            left.AddRange(Boxes(shape, position, depth: 0).Where(HasText));
        return left;
    }

    /// <summary>The notes that nothing refers to.</summary>
    public IEnumerable<DocNote> LooseNotes() => notes.Values.SelectMany(n => n);

    static bool HasText(TextBox box) => box.Blocks.Any(block => block is not Paragraph paragraph || !string.IsNullOrWhiteSpace(paragraph.Text));

    static List<T> ListAt<T>(Dictionary<int, List<T>> lists, int key) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}
