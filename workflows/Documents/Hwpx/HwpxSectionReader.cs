using Asan.Documents.Assembly;
using Asan.Documents.Hwp;
using Asan.Documents.Xml;

namespace Asan.Documents.Hwpx;

/// <summary>Reads the XML of one section into blocks, forwards and without a tree in memory. Elements that are not known are passed over.</summary>
sealed partial class HwpxSectionReader(HwpxContext context, int number)
{
    const int FirstLineOfPage = 1;

    readonly HwpxHeader header = context.Header;
    readonly ParseBudget budget = context.Budget;
    readonly List<Furniture> furniture = [];
    readonly TypedHeadings headings = new();
    int outline;
    int paragraphs;

    // A deletion goes on over runs and paragraphs until it ends.
    bool isDeleted;

    public Section Read(ReadOnlySpan<byte> bytes, out bool isDamaged)
    {
        outline = FindOutline(bytes);
        var blocks = new List<Block>();
        var xml = new XmlScanner(bytes, budget.Limits.XmlDepth);
        while (xml.Read())
            if (xml.Token == XmlToken.Start && xml.Depth > 1)
                ReadFlow(ref xml, blocks, default, 0);
        headings.Mark(blocks);
        isDamaged = xml.IsDamaged;
        return new() { Blocks = blocks, Furniture = furniture };
    }

    /// <summary>Reads a master page: the flow of a page that lies under others.</summary>
    public Furniture ReadMasterPage(ReadOnlySpan<byte> bytes)
    {
        var blocks = new List<Block>();
        var xml = new XmlScanner(bytes, budget.Limits.XmlDepth);
        while (xml.Read())
            if (xml.Token == XmlToken.Start && HwpxNames.Of(xml.Name) == HwpxName.SubList)
                ReadLists(ref xml, blocks, new(number, 0), 1);
        return new() { Kind = FurnitureKind.MasterPage, Position = new(number, 0), Blocks = blocks };
    }

    // The first paragraph may be numbered by the outline that stands inside of it.
    static int FindOutline(ReadOnlySpan<byte> bytes)
    {
        var key = "outlineShapeIDRef=\""u8;
        var at = bytes.IndexOf(key);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(bytes[(at + key.Length)..], out int id, out _) ? id : 0;
    }

    // A paragraph, or what stands where one should.
    void ReadFlow(ref XmlScanner xml, List<Block> into, Position where, int depth)
    {
        if (HwpxNames.Of(xml.Name) == HwpxName.P)
        {
            ReadParagraph(ref xml, into, where, depth);
            return;
        }

        var paragraph = new HwpxParagraph(new() { Position = where }, where, depth);
        ReadItem(ref xml, paragraph);
        if (paragraph.Text.Length > 0)
            paragraph.Finish(into, where);
        else
        {
            var carried = new List<Block>();
            paragraph.Finish(carried, where);
            into.AddRange(carried.Where(block => block is not Paragraph { Text.Length: 0, Inlines.Count: 0 }));
        }
    }

    void ReadParagraph(ref XmlScanner xml, List<Block> into, Position where, int depth)
    {
        budget.Paragraph();
        var shape = header.ParaShape(xml.Number("paraPrIDRef"u8, -1));
        var style = header.Style(xml.Number("styleIDRef"u8, -1));
        if (depth == 0)
            where = new(number, ++paragraphs, Page: context.Pages.Page, PageIsApproximate: context.Pages.Page > 0);
        var assembly = new ParagraphAssembly
        {
            Position = where,
            Heading = shape.Head == HwpHead.Outline ? new(shape.Level + 1, HeadingEvidence.Outline)
                : style.HeadingLevel > 0 ? new(style.HeadingLevel, HeadingEvidence.Style)
                : null,
            Marker = shape.Head == HwpHead.None ? null : Marker(shape),
            Style = style.Name,
        };
        var paragraph = new HwpxParagraph(assembly, where, depth);
        var letters = default(HwpCharShape);
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            if (letters.Size == 0)
                letters = header.CharShape(xml.Number("charPrIDRef"u8, -1));
            if (depth == 0 && HwpxNames.Of(xml.Name) == HwpxName.Linesegarray)
                where = CountPages(ref xml, where);
            else
                ReadItem(ref xml, paragraph);
        }

        if (depth == 0)
            headings.Add(into.Count, paragraph.Text.Length, letters.Size, letters.IsBold);
        paragraph.Finish(into, where);
    }

    ListMarker? Marker(HwpParaShape shape)
    {
        if (shape.Head == HwpHead.Bullet)
            return new(header.Bullet(shape.NumberingId), shape.Level + 1, IsOrdered: false);
        var id = shape.Head == HwpHead.Outline ? outline : shape.NumberingId;
        var text = context.Numbers.Next(id, header.Numbering(id), shape.Level);
        return text.Length == 0 ? null : new(text, shape.Level + 1, IsOrdered: true);
    }

    Position CountPages(ref XmlScanner xml, Position where)
    {
        var isFirst = true;
        for (var level = xml.Depth; xml.ReadChild(level); xml.Skip())
        {
            context.Pages.Line(xml.Number("vertpos"u8), xml.Number("horzpos"u8), (xml.Number("flags"u8) & FirstLineOfPage) != 0);
            if (isFirst)
                where = where with { Page = context.Pages.Page, PageIsApproximate = true };
            isFirst = false;
        }

        return where;
    }

    List<Block> ReadLists(ref XmlScanner xml, Position where, int depth)
    {
        var blocks = new List<Block>();
        ReadLists(ref xml, blocks, where, depth);
        return blocks;
    }

    // The paragraphs of a list, or of the lists in an element.
    void ReadLists(ref XmlScanner xml, List<Block> into, Position where, int depth)
    {
        if (!Allows(ref xml, depth))
            return;
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            if (HwpxNames.Of(xml.Name) == HwpxName.SubList)
                ReadLists(ref xml, into, where, depth);
            else
                ReadFlow(ref xml, into, where, depth);
        }
    }

    bool Allows(ref XmlScanner xml, int depth)
    {
        if (budget.Allows(depth))
            return true;
        budget.Warn(WarningCodes.Skipped, $"What stands more than {budget.Limits.Depth} deep in tables and boxes was left out.");
        xml.Skip();
        return false;
    }
}
