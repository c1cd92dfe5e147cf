using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>Reads what is drawn: pictures, charts, objects of other programs, and every shape that holds text.</summary>
sealed class DrawingReader(Story story, CellAddress? cell, int depth)
{
    readonly List<(Block Block, bool InLine)> found = [];
    readonly Position position = story.Context.At(cell);

    /// <summary>A drawing of DrawingML, as newer versions write it.</summary>
    public List<(Block Block, bool InLine)> ReadDrawing(Element drawing)
    {
        foreach (var frame in drawing.Children)
        {
            var about = frame.ChildOrNothing("wp:docPr");
            Walk(frame, Described(about.Attribute("descr"), about.Attribute("title")), frame.Name == "wp:inline");
        }

        return found;
    }

    /// <summary>A drawing of VML, as older versions write it, or an object with its picture.</summary>
    public List<(Block Block, bool InLine)> ReadPicture(Element picture)
    {
        Walk(picture, null, inLine: false);
        return found;
    }

    void Walk(Element element, string? description, bool inLine)
    {
        foreach (var child in element.Children)
        {
            switch (child.Name)
            {
                case "txbxContent":
                    AddBox(new BlockReader(story).Read(child.Children, cell, depth + 1));
                    break;
                case "a:txBody":
                    AddBox([.. child.Children.Where(c => c.Name == "a:p").Select(Plain)]);
                    break;
                case "a:blip":
                    AddPicture(PictureKind.Image, child.Attribute("r:embed"), child.Attribute("r:link"), description, inLine);
                    break;
                case "v:imagedata":
                    AddPicture(IsObject(element) ? PictureKind.Embedded : PictureKind.Image, child.Attribute("r:id"), child.Attribute("r:href"),
                        Described(child.Attribute("o:title"), description), inLine);
                    break;
                case "c:chart" or "cx:chart":
                    found.Add((new Picture { Position = position, Kind = PictureKind.Chart, Description = description }, inLine));
                    break;
                case "dgm:relIds":
                    found.Add((new Picture { Position = position, Kind = PictureKind.Chart, Description = Diagram(child) ?? description }, inLine));
                    break;
                case "v:textpath" when child.Attribute("string") is { Length: > 0 } letters:
                    found.Add((new Picture { Position = position, Description = TextBuilder.WellFormed(letters) }, inLine));
                    break;
                case "mc:AlternateContent":
                    if (AlternateContent.Branch(child) is { } branch)
                        Walk(branch, description, inLine);
                    break;
                default:
                    Walk(child, Described(child.Attribute("alt"), description), inLine);
                    break;
            }
        }
    }

    bool IsObject(Element shape) => shape.Attribute("o:ole") is not null;

    void AddBox(List<Block> blocks)
    {
        if (blocks.Count > 0)
            found.Add((new TextBox { Position = position, Blocks = blocks }, false));
    }

    Block Plain(Element paragraph) =>
        new Paragraph { Position = position, Text = TextBuilder.WellFormed(string.Concat(paragraph.Descendants("a:t").Select(t => t.Text))) };

    void AddPicture(PictureKind kind, string? embedded, string? linked, string? description, bool inLine)
    {
        var part = story.PartOf(embedded);
        var link = part is null ? story.TargetOf(embedded) ?? story.TargetOf(linked) : null;
        if (part is null && link is null && embedded is not null)
            story.Context.Budget.Warn(WarningCodes.Missing, "A picture that the text shows is not in the file.");
        found.Add((new Picture
        {
            Position = position,
            Kind = kind,
            File = part is null ? null : story.Context.Files.Add(part),
            Link = link,
            Description = description,
        }, inLine));
    }

    // The words of a diagram stand in a part of their own, in no order that could be read as text.
    string? Diagram(Element ids)
    {
        if (story.PartOf(ids.Attribute("r:dm")) is not { } part)
            return null;
        using var reader = new PartReader(part.GetStream(FileMode.Open, FileAccess.Read), part.Uri.OriginalString, story.Context.Budget);
        var words = string.Join('\n', reader.Read()?.Descendants("a:p").Select(p => string.Concat(p.Descendants("a:t").Select(t => t.Text))).Where(w => w.Length > 0) ?? []);
        return words.Length == 0 ? null : TextBuilder.WellFormed(words);
    }

    static string? Described(string? first, string? second) =>
        string.IsNullOrWhiteSpace(first) ? string.IsNullOrWhiteSpace(second) ? null : TextBuilder.WellFormed(second) : TextBuilder.WellFormed(first);
}
