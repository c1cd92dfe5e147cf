using Asan.Documents.Assembly;
using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>Reads one paragraph: its text as it is with all tracked changes accepted, and what hangs at places in it.</summary>
sealed partial class ParagraphReader(Story story, CellAddress? cell, int depth)
{
    readonly DocxContext context = story.Context;
    readonly TextBuilder text = new();
    readonly List<(int At, Block Block, bool InLine)> objects = [];
    bool isHidden;

    public void Read(Element paragraph, List<Block> into)
    {
        var properties = paragraph.ChildOrNothing("pPr");
        var style = properties.Value("pStyle") ?? context.Styles.DefaultParagraphStyle;
        isHidden = context.Styles.Chain(style).Select(s => s.IsHidden).FirstOrDefault(hidden => hidden is not null) ?? false;
        // Its place is where it begins, and its number comes before those of the boxes in it.
        var assembly = new ParagraphAssembly
        {
            Position = context.At(cell),
            Heading = HeadingOf(properties, style),
            Marker = MarkerOf(properties, style),
            Style = style is null || style == context.Styles.DefaultParagraphStyle ? null : context.Styles.Find(style)?.Name,
        };

        foreach (var field in story.Fields)
            field.ResultAt = field.ResultAt is null ? null : 0;
        ReadAll(TakeMerged());
        ReadAll(paragraph.Children);
        EndFields();

        foreach (var inline in text.Inlines)
            assembly.Add(inline);
        foreach (var (at, block, inLine) in objects)
            assembly.Add(at, block, inLine);
        assembly.Finish(text.Text, into);
    }

    Element[] TakeMerged()
    {
        Element[] merged = [.. story.Merged];
        story.Merged.Clear();
        return merged;
    }

    Heading? HeadingOf(Element properties, string? style)
    {
        const int bodyText = 9;
        return WordValues.Number(properties.Value("outlineLvl")) is { } level
            ? level is >= 0 and < bodyText ? new Heading(level + 1, HeadingEvidence.Outline) : null
            : context.Styles.HeadingOf(style);
    }

    ListMarker? MarkerOf(Element properties, string? style)
    {
        var own = properties.ChildOrNothing("numPr");
        var styled = context.Styles.Chain(style).FirstOrDefault(s => s.ListId is not null);
        var list = WordValues.Number(own.Value("numId")) ?? styled?.ListId;
        // List 0 takes a paragraph out of the list that its style would put it in.
        if (list is null or 0)
            return null;
        var level = WordValues.Number(own.Value("ilvl"))
            ?? (styled is null ? null : context.Lists.LevelOfStyle(list.Value, styled.Id) ?? styled.ListLevel)
            ?? 0;
        return context.Lists.Next(list.Value, level);
    }

    void ReadAll(IReadOnlyList<Element> children)
    {
        foreach (var child in children)
            Read(child);
    }

    void Read(Element element)
    {
        switch (element.Name)
        {
            case "r":
                ReadRun(element);
                break;
            case "hyperlink":
                ReadLink(element);
                break;
            case "fldSimple":
                ReadSimpleField(element);
                break;
            case "sdt":
                ReadControl(element);
                break;
            case "del" or "moveFrom":
                ReadDeleted(element);
                break;
            case "m:oMath" or "m:oMathPara":
                objects.Add((text.Length, new Equation { Position = context.At(cell), Script = TextBuilder.WellFormed(MathText.Linear(element)) }, true));
                break;
            case "mc:AlternateContent":
                if (AlternateContent.Branch(element) is { } branch)
                    ReadAll(branch.Children);
                break;
            case "bookmarkStart" when element.Attribute("name") is { Length: > 0 } name && name != "_GoBack":
                text.Add(new Bookmark(text.Length, name));
                break;
            case "tbl" or "p":
                // Neither stands in a paragraph, but broken writers put them there.
                var blocks = new List<Block>();
                new BlockReader(story).Read(element, blocks, cell, depth + 1);
                objects.AddRange(blocks.Select(block => (text.Length, block, true)));
                break;
            case "ins" or "moveTo" or "smartTag" or "customXml" or "dir" or "bdo":
                ReadAll(element.Children);
                break;
            default:
                ReadPiece(element, font: null);
                break;
        }
    }

    void ReadRun(Element run)
    {
        var properties = run.ChildOrNothing("rPr");
        var style = properties.Value("rStyle");
        var hidden = properties.Flag("vanish")
            ?? context.Styles.Chain(style).Select(s => s.IsHidden).FirstOrDefault(h => h is not null)
            ?? isHidden;
        var fonts = properties.ChildOrNothing("rFonts");
        var font = fonts.Attribute("ascii") ?? fonts.Attribute("hAnsi") ?? context.Styles.Chain(style).Select(s => s.Font).FirstOrDefault(f => f is not null);
        var from = text.Length;
        foreach (var piece in run.Children)
            ReadPiece(piece, font);
        if (hidden)
            text.Hide(from);
    }

    void ReadPiece(Element piece, string? font)
    {
        switch (piece.Name)
        {
            case "t":
                Append(piece.Text, font);
                break;
            case "tab" or "ptab":
                Append("\t", null);
                break;
            case "br":
                ReadBreak(piece);
                break;
            case "cr":
                Append("\n", null);
                break;
            case "noBreakHyphen":
                Append("\u2011", null);
                break;
            case "softHyphen":
                Append("\u00AD", null);
                break;
            case "sym":
                ReadSymbol(piece);
                break;
            case "fldChar":
                ReadFieldMark(piece);
                break;
            case "instrText":
                if (story.Fields.Count > 0 && story.Fields[^1].ResultAt is null)
                    story.Fields[^1].Add(piece.Text);
                break;
            case "footnoteReference":
                ReadNote(piece, context.Footnotes);
                break;
            case "endnoteReference":
                ReadNote(piece, context.Endnotes);
                break;
            case "commentReference":
                ReadNote(piece, context.Comments);
                break;
            case "drawing":
                AddObjects(new DrawingReader(story, cell, depth).ReadDrawing(piece));
                break;
            case "pict" or "object":
                AddObjects(new DrawingReader(story, cell, depth).ReadPicture(piece));
                break;
            case "ruby":
                ReadRuby(piece);
                break;
            case "mc:AlternateContent":
                foreach (var inner in AlternateContent.Branch(piece)?.Children ?? [])
                    ReadPiece(inner, font);
                break;
            case "lastRenderedPageBreak":
                context.Page++;
                break;
            case "r":
                ReadRun(piece);
                break;
        }
    }

    void Append(string piece, string? font)
    {
        if (IsWithinInstruction())
            return;
        if (font is null || !piece.AsSpan().ContainsAnyInRange('\uF000', '\uF0FF'))
        {
            text.Append(piece);
            return;
        }

        foreach (var c in piece)
            text.Append(c is >= '\uF000' and <= '\uF0FF' && SymbolFonts.Map(font, c) is { } symbol ? symbol.ToString() : c.ToString());
    }

    // Page and column breaks end the line on paper; in the text they are nothing.
    void ReadBreak(Element piece)
    {
        if (piece.Attribute("type") is null or "textWrapping")
            Append("\n", null);
    }

    void ReadSymbol(Element symbol)
    {
        if (WordValues.Hex(symbol.Attribute("char")) is not (>= ' ' and <= char.MaxValue and var code) || char.IsSurrogate((char)code))
            return;
        Append(SymbolFonts.Map(symbol.Attribute("font"), code)?.ToString() ?? ((char)code).ToString(), null);
    }

    void ReadLink(Element link)
    {
        var from = text.Length;
        ReadAll(link.Children);
        var (target, place) = (story.TargetOf(link.Attribute("r:id")), link.Attribute("anchor"));
        if (target is not null || place is not null)
            text.Cover(from, length => new Link(from, length, TextBuilder.WellFormed(place is null ? target! : $"{target}#{place}")));
    }

    // A content control. What it holds is text, but for a box to tick, which holds a picture of itself.
    void ReadControl(Element control)
    {
        var properties = control.ChildOrNothing("sdtPr");
        var name = properties.Value("alias") ?? properties.Value("tag");
        if (properties.Child("w14:checkbox") is { } box)
        {
            var isChecked = box.Child("w14:checked") is { } set && WordValues.IsOn(set.Attribute("w14:val"));
            text.Add(new FormControl(text.Length, "checkBox", name, isChecked ? "☒" : "☐"));
            return;
        }

        var from = text.Length;
        ReadAll(control.ChildOrNothing("sdtContent").Children);
        if (name is not null)
            text.Cover(from, length => new Field(from, length, "CONTROL", TextBuilder.WellFormed(name)));
    }

    void ReadDeleted(Element deleted)
    {
        var gone = string.Concat(deleted.Descendants("delText").Concat(deleted.Descendants("t")).Select(t => t.Text));
        if (gone.Length > 0)
            text.Add(new DeletedText(text.Length, TextBuilder.WellFormed(gone)));
    }

    void ReadRuby(Element ruby)
    {
        ReadAll(ruby.ChildOrNothing("rubyBase").Children);
        var above = string.Concat(ruby.ChildOrNothing("rt").Descendants("t").Select(t => t.Text));
        if (above.Length > 0)
            text.Add(new GeneratedText(text.Length, GeneratedKind.Annotation, TextBuilder.WellFormed($"({above})")));
    }

    void ReadNote(Element reference, DocxNotes notes)
    {
        var id = reference.Attribute("id");
        if (!notes.Has(id))
            return;
        var custom = reference.Attribute("customMarkFollows") is { } follows && WordValues.IsOn(follows);
        var mark = custom ? "" : notes.NextMark();
        if (notes.Take(id) is { } note)
            text.Add(new NoteReference(text.Length, context.ReadNote(note, notes.Kind, mark, context.At(cell), depth + 1)));
    }

    void AddObjects(IEnumerable<(Block Block, bool InLine)> found)
    {
        foreach (var (block, inLine) in found)
            objects.Add((text.Length, block, inLine));
    }
}
