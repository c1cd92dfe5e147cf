using Asan.Documents.Assembly;
using Asan.Documents.Xml;

namespace Asan.Documents.Hwpx;

sealed partial class HwpxSectionReader
{
    void ReadTable(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var number = ++context.Tables;
        var where = paragraph.Where with { Table = number, Row = 0, Column = 0 };
        var repeatsHeader = xml.Flag("repeatHeader"u8);
        var table = new TableAssembly(xml.Number("rowCnt"u8), xml.Number("colCnt"u8), budget);
        List<Block> caption = [];
        var (isInLine, row) = (false, 0);
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            switch (HwpxNames.Of(xml.Name))
            {
                case HwpxName.Tr:
                    for (var depth = xml.Depth; xml.ReadChild(depth);)
                        ReadCell(ref xml, table, row, where, paragraph.Depth + 1);
                    row++;
                    break;
                case HwpxName.Caption:
                    caption = ReadLists(ref xml, where, paragraph.Depth + 1);
                    break;
                case HwpxName.Pos:
                    isInLine = xml.Flag("treatAsChar"u8);
                    xml.Skip();
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        paragraph.Add(table.Finish(where, number, caption, repeatsHeader), isInLine);
    }

    void ReadCell(ref XmlScanner xml, TableAssembly table, int row, Position where, int depth)
    {
        if (HwpxNames.Of(xml.Name) != HwpxName.Tc)
        {
            xml.Skip();
            return;
        }

        var (isHeader, name) = (xml.Flag("header"u8), Empty(xml.Attribute("name"u8)));
        var place = Place(xml, table, row);
        var inside = where with { Row = place.Row + 1, Column = place.Column + 1 };
        var blocks = new List<Block>();
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            switch (HwpxNames.Of(xml.Name))
            {
                case HwpxName.SubList:
                    ReadLists(ref xml, blocks, inside, depth);
                    break;
                case HwpxName.P or HwpxName.Tbl when budget.Allows(depth):
                    ReadFlow(ref xml, blocks, inside, depth);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        table.Add(place, blocks, isHeader, name);
    }

    // The address stands behind the text, which needs it: a copy reads ahead.
    static CellPlace Place(XmlScanner ahead, TableAssembly table, int order)
    {
        var (row, column, rowSpan, columnSpan) = (-1, -1, 1, 1);
        for (var level = ahead.Depth; ahead.ReadChild(level); ahead.Skip())
        {
            switch (HwpxNames.Of(ahead.Name))
            {
                case HwpxName.CellAddr:
                    (row, column) = (ahead.Number("rowAddr"u8, -1), ahead.Number("colAddr"u8, -1));
                    break;
                case HwpxName.CellSpan:
                    (rowSpan, columnSpan) = (ahead.Number("rowSpan"u8, 1), ahead.Number("colSpan"u8, 1));
                    break;
            }
        }

        return row < 0 || column < 0 ? table.PlaceInRow(order, rowSpan, columnSpan) : table.Place(row, column, rowSpan, columnSpan);
    }

    void ReadEquation(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var (script, isInLine) = ("", false);
        List<Block> caption = [];
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            switch (HwpxNames.Of(xml.Name))
            {
                case HwpxName.Script:
                    script = xml.ReadText();
                    break;
                case HwpxName.Caption:
                    caption = ReadLists(ref xml, paragraph.Where, paragraph.Depth + 1);
                    break;
                case HwpxName.Pos:
                    isInLine = xml.Flag("treatAsChar"u8);
                    xml.Skip();
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        paragraph.Add(new Equation { Position = paragraph.Where, Script = script, Caption = caption }, isInLine);
    }

    /// <summary>What a drawing holds: pictures and texts, in the order of the file.</summary>
    sealed class Drawing
    {
        public List<(PictureKind Kind, string? Reference, List<Block>? Text)> Pieces { get; } = [];

        public List<Block> Caption { get; set; } = [];

        public string? Description { get; set; }

        public bool IsInLine { get; set; }
    }

    void ReadShape(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var drawing = new Drawing();
        Collect(ref xml, drawing, paragraph);
        if (drawing.Pieces.Count == 0 && drawing.Caption.Count > 0)
            drawing.Pieces.Add((default, null, []));
        foreach (var (kind, reference, text) in drawing.Pieces)
        {
            Block block = text is null
                ? new Picture
                {
                    Position = paragraph.Where,
                    Kind = kind,
                    File = context.Files.Find(reference),
                    Link = context.Files.Link(reference),
                    Description = drawing.Description,
                    Caption = drawing.Caption,
                }
                : new TextBox { Position = paragraph.Where, Blocks = text, Caption = drawing.Caption };
            paragraph.Add(block, drawing.IsInLine);
            drawing.Caption = [];
        }
    }

    // A group holds shapes, at any depth, and an element that is not known may hold text.
    void Collect(ref XmlScanner xml, Drawing drawing, HwpxParagraph paragraph)
    {
        var name = HwpxNames.Of(xml.Name);
        switch (name)
        {
            case HwpxName.Pic:
                drawing.Pieces.Add((PictureKind.Image, null, null));
                break;
            case HwpxName.Ole:
                drawing.Pieces.Add((PictureKind.Embedded, xml.Attribute("binaryItemIDRef"u8), null));
                break;
            case HwpxName.Chart:
                drawing.Pieces.Add((PictureKind.Chart, xml.Attribute("chartIDRef"u8), null));
                break;
            case HwpxName.Video:
                drawing.Pieces.Add((PictureKind.Video, xml.Attribute("fileIDRef"u8), null));
                break;
            case HwpxName.Textart:
                AddGenerated(GeneratedKind.Drawn, xml.Attribute("text"u8), paragraph);
                break;
        }

        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            switch (HwpxNames.Of(xml.Name))
            {
                case HwpxName.Pos:
                    drawing.IsInLine |= xml.Flag("treatAsChar"u8);
                    xml.Skip();
                    break;
                case HwpxName.Caption:
                    drawing.Caption = ReadLists(ref xml, paragraph.Where, paragraph.Depth + 1);
                    break;
                case HwpxName.Img when name == HwpxName.Pic:
                    drawing.Pieces[^1] = (PictureKind.Image, xml.Attribute("binaryItemIDRef"u8), null);
                    xml.Skip();
                    break;
                case HwpxName.DrawText or HwpxName.SubList:
                    drawing.Pieces.Add((default, null, ReadLists(ref xml, paragraph.Where, paragraph.Depth + 1)));
                    break;
                case HwpxName.P:
                    var text = new List<Block>();
                    ReadFlow(ref xml, text, paragraph.Where, paragraph.Depth + 1);
                    drawing.Pieces.Add((default, null, text));
                    break;
                case HwpxName.ShapeComment:
                    drawing.Description = Empty(xml.ReadText());
                    break;
                default:
                    Collect(ref xml, drawing, paragraph);
                    break;
            }
        }
    }
}
