using System.Text;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>One reading of a document: the tables first, then the stories.</summary>
sealed class DocReading
{
    const int SectionDataLength = 12;
    const int NoteDataLength = 2;
    const int AnnotationDataLength = 30;
    const int ShapeDataLength = 26;
    const int BoxDataLength = 22;
    const int BoxShapeAt = 14;
    const int HeadersASection = 6;
    const int SeparatorStories = 6;

    readonly ReadOnlyMemory<byte> table;
    readonly ParseBudget budget;
    readonly Fib fib;
    readonly int[] storyStarts;
    readonly DocContext context;
    readonly Plc headers;
    readonly List<string> authors;

    public DocReading(Fib fib, ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> table, ReadOnlyMemory<byte> data, ParseBudget budget)
    {
        (this.fib, this.table, this.budget) = (fib, table, budget);
        var lengths = fib.StoryLengths;
        storyStarts = new int[lengths.Count + 1];
        for (var i = 0; i < lengths.Count; i++)
            storyStarts[i + 1] = (int)Math.Min(int.MaxValue, (long)storyStarts[i] + lengths[i]);

        var text = Text(document, data);
        var fonts = DocFonts.Read(Table(FibTable.Fonts));
        context = new(budget)
        {
            Text = text,
            Styles = DocStyles.Read(Table(FibTable.StyleSheet), data),
            Fonts = fonts,
            Lists = DocLists.Read(table, fib[FibTable.Lists], fib[FibTable.ListOverrides], fonts),
            Pictures = new(document, data, budget),
            Anchors = new(),
            SectionEnds = SectionEnds(),
        };
        context.Anchors.Context = context;
        headers = new Plc(Table(FibTable.Headers), 0);
        authors = Authors(Table(FibTable.AnnotationAuthors));
        AddNotes(FibTable.FootnoteReferences, FibTable.FootnoteTexts, StoryKind.Footnotes, NoteKind.Footnote, "decimal");
        AddNotes(FibTable.EndnoteReferences, FibTable.EndnoteTexts, StoryKind.Endnotes, NoteKind.Endnote, "lowerRoman");
        AddAnnotations();
        AddDrawings();
        AddBoxes(FibTable.TextBoxes, StoryKind.TextBoxes);
        AddBoxes(FibTable.HeaderTextBoxes, StoryKind.HeaderTextBoxes);
        AddShapes(FibTable.Shapes, StoryKind.Main);
        AddShapes(FibTable.HeaderShapes, StoryKind.Headers);
    }

    DocText Text(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> data)
    {
        var pieces = PieceTable.Read(document, Table(FibTable.Pieces));
        if (pieces.Length == 0)
            pieces = PieceTable.Guess(document, fib.TextAt, storyStarts[^1]);
        if (pieces.Length == 0)
            throw new RefusedException(RefusalCodes.Damaged, "The table that says where the text lies is lost.");
        if (!pieces.IsWhole || pieces.Length < storyStarts[1])
            budget.Warn(WarningCodes.Damaged, "Parts of the text lie outside the file: they are lost.", "WordDocument");
        return new(pieces,
            FormattedPages.Read(document, Table(FibTable.CharacterPages), ofParagraphs: false),
            FormattedPages.Read(document, Table(FibTable.ParagraphPages), ofParagraphs: true),
            data);
    }

    public Document Read(DocumentMetadata metadata)
    {
        var sections = new List<Section>();
        foreach (var blocks in new DocStory(context, 0, storyStarts[1], depth: 0).ReadSections(divides: true))
            sections.Add(new() { Blocks = blocks, Furniture = Furniture(sections.Count) });
        AddLeft(sections);
        return new()
        {
            Format = FileFormat.Doc,
            FormatVersion = fib.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Metadata = metadata,
            Sections = sections,
            Files = context.Pictures.Files,
            Warnings = budget.Warnings(),
        };
    }

    // Boxes and notes that nothing anchors.
    void AddLeft(List<Section> sections)
    {
        var last = sections[^1];
        var boxes = context.Anchors.Left(Start(StoryKind.TextBoxes), Start(StoryKind.HeaderTextBoxes), context.At(null));
        var furniture = context.Anchors.Left(Start(StoryKind.HeaderTextBoxes), storyStarts[^1], context.At(null));
        var loose = context.Anchors.LooseNotes().Select(Loose).ToList();
        if (boxes.Count + furniture.Count + loose.Count == 0)
            return;
        sections[^1] = new()
        {
            Blocks = [.. last.Blocks, .. boxes],
            Furniture = furniture.Count == 0 ? last.Furniture : [.. last.Furniture, new() { Kind = FurnitureKind.Header, Blocks = furniture }],
            LooseNotes = loose,
        };
    }

    Note Loose(DocNote note) => new()
    {
        Kind = note.Kind,
        Mark = note.Mark,
        Author = note.Author,
        Blocks = new DocStory(context, note.From, note.To, depth: 1).Read(),
    };

    int Start(StoryKind story) => storyStarts[(int)story];

    int End(StoryKind story) => storyStarts[(int)story + 1];

    ReadOnlyMemory<byte> Table(FibTable name)
    {
        var (at, length) = fib[name];
        return LittleEndian.Slice(table, at, length);
    }

    HashSet<int> SectionEnds()
    {
        var plc = new Plc(Table(FibTable.Sections), SectionDataLength);
        return [.. Enumerable.Range(1, Math.Max(0, plc.Count - 1)).Select(plc.Place).Take(budget.Limits.Entries)];
    }

    // Separators first; then for each section headers and footers of even, odd and first pages. An empty one is that of the section before.
    List<Furniture> Furniture(int section)
    {
        var furniture = new List<Furniture>();
        for (var i = 0; i < HeadersASection; i++)
        {
            var story = SeparatorStories + section * HeadersASection + i;
            if (story + 1 > headers.Count)
                break;
            var (from, to) = (Start(StoryKind.Headers) + headers.Place(story), Start(StoryKind.Headers) + headers.Place(story + 1));
            // The last character ends the story and is no paragraph of it.
            if (to - from < 2 || to > End(StoryKind.Headers) || from < Start(StoryKind.Headers))
                continue;
            furniture.Add(new()
            {
                Kind = i is 0 or 1 or 4 ? FurnitureKind.Header : FurnitureKind.Footer,
                Pages = i switch { 0 or 2 => PageParity.Even, 4 or 5 => PageParity.First, _ => PageParity.All },
                Position = new(section + 1, 0),
                Blocks = ReadApart(from, to - 1),
            });
        }

        return furniture;
    }

    List<Block> ReadApart(int from, int to)
    {
        var block = context.Block;
        var blocks = new DocStory(context, from, to, depth: 0).Read();
        context.Block = block;
        return blocks;
    }

    void AddNotes(FibTable references, FibTable texts, StoryKind story, NoteKind kind, string format)
    {
        var (places, contents) = (new Plc(Table(references), NoteDataLength), new Plc(Table(texts), 0));
        var number = 1;
        for (var i = 0; i < places.Count && i + 1 <= contents.Count; i++)
        {
            // 0 is a note whose mark the author typed.
            var mark = U16(places.Data(i), 0) == 0 ? "" : WordNumbers.Write(format, number++);
            AddNote(places.Place(i), story, kind, contents, i, mark, null);
        }
    }

    void AddAnnotations()
    {
        var (places, contents) = (new Plc(Table(FibTable.AnnotationReferences), AnnotationDataLength), new Plc(Table(FibTable.AnnotationTexts), 0));
        for (var i = 0; i < places.Count && i + 1 <= contents.Count; i++)
            AddNote(places.Place(i), StoryKind.Annotations, NoteKind.Memo, contents, i, "", authors.ElementAtOrDefault(U16(places.Data(i), 20)));
    }

    void AddNote(int place, StoryKind story, NoteKind kind, Plc contents, int i, string mark, string? author)
    {
        var (from, to) = (Start(story) + contents.Place(i), Start(story) + contents.Place(i + 1));
        if (from >= Start(story) && to > from && to <= End(story))
            context.Anchors.Add(place, new(kind, from, to, mark, author));
    }

    static List<string> Authors(ReadOnlyMemory<byte> names)
    {
        var authors = new List<string>();
        for (var at = 0L; at + 2 <= names.Length;)
        {
            var length = U16(names.Span, at) * 2L;
            authors.Add(TextBuilder.WellFormed(Encoding.Unicode.GetString(LittleEndian.Slice(names, at + 2, length).Span)));
            at += 2 + length;
        }

        return authors;
    }

    // The store of pictures, then a drawing for the body and one for the headers, each with a byte in front.
    void AddDrawings()
    {
        var content = Table(FibTable.Drawings);
        var isFirst = true;
        while (content.Length >= 8)
        {
            if (!isFirst)
                content = content[1..];
            if (ArtRecord.Read(content).FirstOrDefault() is not { Type: > 0 } record)
                return;
            if (isFirst)
                foreach (var inner in ArtRecord.Read(record.Content).Where(inner => inner.Type == ArtRecord.BlipStore))
                    context.Pictures.AddStore(inner.Content);
            else
                foreach (var shape in ArtShape.Read(record.Content))
                    AddShape(shape);
            isFirst = false;
            content = content[Math.Min(content.Length, 8 + record.Content.Length)..];
        }
    }

    // Some writers anchor the members of a group and not the group.
    void AddShape(ArtShape shape)
    {
        context.Anchors.Add(shape);
        foreach (var member in shape.Members)
            AddShape(member);
    }

    void AddBoxes(FibTable name, StoryKind story)
    {
        var plc = new Plc(Table(name), BoxDataLength);
        for (var i = 0; i < plc.Count; i++)
        {
            var data = plc.Data(i);
            var (from, to) = (Start(story) + plc.Place(i), Start(story) + plc.Place(i + 1));
            // One that can be used again belongs to no shape now. The last character ends the box.
            var isFree = U16(data, 8) != 0;
            if (!isFree && from >= Start(story) && to - 1 > from && to <= End(story))
                context.Anchors.AddBox(I32(data, BoxShapeAt), from, to - 1);
        }
    }

    void AddShapes(FibTable name, StoryKind story)
    {
        var plc = new Plc(Table(name), ShapeDataLength);
        for (var i = 0; i < plc.Count; i++)
            if (plc.Place(i) is >= 0 and var place && place < End(story) - Start(story))
                context.Anchors.AddShapeAt(Start(story) + place, I32(plc.Data(i), 0));
    }
}
