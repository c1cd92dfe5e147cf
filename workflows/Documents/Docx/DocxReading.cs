using DocumentFormat.OpenXml.Packaging;

namespace Asan.Documents.Docx;

/// <summary>One reading of a document: the parts around the body first, since the body refers to them, then the body block by block.</summary>
sealed class DocxReading(MainDocumentPart main, ParseBudget budget)
{
    readonly List<Section> sections = [];
    readonly HashSet<Uri> furnitureRead = [];
    List<Block> blocks = [];

    public Document Read(DocumentMetadata metadata)
    {
        var context = Context();
        var story = new Story(context, main);
        using (var body = Open(main))
        {
            var reader = new BlockReader(story);
            foreach (var element in body.Read("document", "body"))
            {
                context.Block++;
                reader.Read(element, blocks, cell: null, depth: 0);
                // A section ends with the paragraph that carries its settings; the last one's stand at the end of the body.
                if ((element.Name == "sectPr" ? element : element.ChildOrNothing("pPr").Child("sectPr")) is { } settings)
                    EndSection(context, settings);
            }

            reader.Finish(blocks);
        }

        if (blocks.Count > 0 || sections.Count == 0)
            sections.Add(new() { Blocks = blocks });
        AddLooseNotes(context);
        return new()
        {
            Format = FileFormat.Docx,
            Metadata = metadata,
            Sections = sections,
            Files = context.Files.Files,
            Warnings = budget.Warnings(),
        };
    }

    DocxContext Context()
    {
        var settings = Root(main.DocumentSettingsPart);
        return new(budget)
        {
            Styles = DocxStyles.Read(Root(main.StyleDefinitionsPart)),
            Lists = DocxLists.Read(Root(main.NumberingDefinitionsPart)),
            Footnotes = Notes(main.FootnotesPart, NoteKind.Footnote, settings?.Child("footnotePr"), "decimal"),
            Endnotes = Notes(main.EndnotesPart, NoteKind.Endnote, settings?.Child("endnotePr"), "lowerRoman"),
            Comments = DocxNotes.Read(Root(main.WordprocessingCommentsPart), NoteKind.Memo),
            HasPages = HasPages(),
            PartOf = kind => kind switch
            {
                NoteKind.Footnote => main.FootnotesPart,
                NoteKind.Endnote => main.EndnotesPart,
                _ => main.WordprocessingCommentsPart,
            },
        };
    }

    DocxNotes Notes(OpenXmlPart? part, NoteKind kind, Element? settings, string format) =>
        DocxNotes.Read(Root(part), kind, settings?.Value("numFmt") ?? format, WordValues.Number(settings?.Value("numStart")) ?? 1);

    // Word marks where its pages ended when it last showed them; other writers do not.
    bool HasPages()
    {
        using var stream = main.GetStream(FileMode.Open, FileAccess.Read);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("lastRenderedPageBreak"u8) >= 0;
    }

    void EndSection(DocxContext context, Element settings)
    {
        sections.Add(new() { Blocks = blocks, Furniture = Furniture(context, settings) });
        blocks = [];
        context.Section++;
        context.Block = 0;
    }

    List<Furniture> Furniture(DocxContext context, Element settings)
    {
        var furniture = new List<Furniture>();
        foreach (var reference in settings.Children)
        {
            if (reference.Name is not ("headerReference" or "footerReference") || new Story(context, main).PartOf(reference.Attribute("r:id")) is not { } part
                || !furnitureRead.Add(part.Uri))
                continue;
            using var reader = Open(part);
            furniture.Add(new()
            {
                Kind = reference.Name == "headerReference" ? FurnitureKind.Header : FurnitureKind.Footer,
                Pages = reference.Attribute("type") switch { "even" => PageParity.Even, "first" => PageParity.First, _ => PageParity.All },
                Position = context.At(null),
                Blocks = new BlockReader(new Story(context, part)).Read(reader.Read("part"), cell: null, depth: 0),
            });
        }

        return furniture;
    }

    // Notes that nothing refers to are not shown by Word. They are text all the same, and a lost reference is how they come about.
    void AddLooseNotes(DocxContext context)
    {
        var loose = new List<Note>();
        foreach (var notes in (DocxNotes[])[context.Footnotes, context.Endnotes, context.Comments])
            loose.AddRange(notes.Untaken().Select(note => context.ReadNote(note, notes.Kind, "", default, depth: 1)));
        if (loose.Count == 0)
            return;
        var last = sections[^1];
        sections[^1] = new() { Blocks = last.Blocks, Furniture = last.Furniture, LooseNotes = loose };
    }

    Element? Root(OpenXmlPart? part)
    {
        if (part is null)
            return null;
        using var reader = Open(part);
        return reader.Read();
    }

    PartReader Open(OpenXmlPart part) => new(part.GetStream(FileMode.Open, FileAccess.Read), part.Uri.OriginalString, budget);
}
