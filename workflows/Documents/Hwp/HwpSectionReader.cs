using Asan.Documents.Assembly;

namespace Asan.Documents.Hwp;

/// <summary>
/// Reads the records of one section into blocks. A paragraph's text, shapes and controls are the records below it; a control's lists of paragraphs are
/// the records below that. Whatever record is unknown, missing or longer than expected, the text around it is kept.
/// </summary>
sealed partial class HwpSectionReader(HwpContext context, int number)
{
    const int FirstLineOfPage = 1;
    const int LineLength = 36;
    const int LineFlagsAt = 32;

    readonly HwpDocInfo info = context.Info;
    readonly ParseBudget budget = context.Budget;
    readonly List<Furniture> furniture = [];
    readonly List<Note> looseNotes = [];
    readonly TypedHeadings headings = new();

    // The anchors of the paragraphs that are being read, the innermost last.
    readonly List<HwpAnchor> anchors = [];
    int outline;
    int paragraphs;

    /// <param name="isCut">The stream ends inside a record.</param>
    public Section Read(ReadOnlySpan<byte> stream, out bool isCut)
    {
        outline = FindOutline(stream);
        var blocks = new List<Block>();
        var records = new HwpRecords(stream);
        while (records.HasCurrent)
        {
            if (records.Tag == HwpTag.ParaHeader)
                ReadParagraph(ref records, blocks, default, 0);
            else if (records.Tag == HwpTag.MemoList)
                ReadMemo(ref records, records.Level);
            else
                records.Move();
        }

        headings.Mark(blocks);
        isCut = records.IsCut;
        return new() { Blocks = blocks, Furniture = furniture, LooseNotes = looseNotes };
    }

    // The first paragraph may be numbered by the outline that a control inside of it chooses.
    static int FindOutline(ReadOnlySpan<byte> stream)
    {
        const int NumberingAt = 18;
        var paragraphs = 0;
        for (var records = new HwpRecords(stream); records.HasCurrent && paragraphs < 2; records.Move())
        {
            if (records.Tag == HwpTag.ParaHeader)
                paragraphs++;
            else if (records.Tag == HwpTag.CtrlHeader && HwpBytes.U32(records.Data, 0) == HwpControlId.Section)
                return HwpBytes.U16(records.Data, NumberingAt);
        }

        return 0;
    }

    void ReadParagraph(ref HwpRecords records, List<Block> into, Position where, int depth)
    {
        const int ShapeAt = 8;
        const int StyleAt = 10;
        const int FirstShapeAt = 4;
        budget.Paragraph();
        var level = records.Level;
        var shape = info.ParaShape(HwpBytes.U16(records.Data, ShapeAt));
        var style = info.Style(HwpBytes.U8(records.Data, StyleAt));
        var marker = shape.Head == HwpHead.None ? null : Marker(shape);
        if (depth == 0)
            where = new(number, ++paragraphs, Page: context.Pages.Page, PageIsApproximate: context.Pages.Page > 0);
        records.Move();

        var text = "";
        var letters = default(HwpCharShape);
        ParagraphAssembly? assembly = null;
        var (firstAnchor, nextAnchor) = (anchors.Count, anchors.Count);
        while (records.Level > level)
        {
            switch (records.Tag)
            {
                case HwpTag.ParaText:
                    text = text.Length == 0 && anchors.Count == firstAnchor ? HwpText.Decode(records.Data, anchors) : Joined(text, records.Data);
                    records.Move();
                    break;
                case HwpTag.ParaCharShape:
                    letters = info.CharShape(HwpBytes.U32(records.Data, FirstShapeAt));
                    records.Move();
                    break;
                case HwpTag.ParaLineSeg:
                    if (depth == 0)
                        where = CountPages(records.Data, where);
                    records.Move();
                    break;
                case HwpTag.CtrlHeader:
                    assembly ??= new() { Position = where, Heading = HeadingOf(shape, style), Marker = marker, Style = style.Name };
                    var anchor = Pair(HwpBytes.U32(records.Data, 0), ref nextAnchor);
                    var at = anchor < 0 ? text.Length : anchors[anchor].At;
                    ReadControl(ref records, new(assembly, at, anchor, text.Length, where, depth));
                    break;
                case HwpTag.MemoList:
                    ReadMemo(ref records, level);
                    break;
                case HwpTag.ParaHeader when budget.Allows(depth + 1):
                    // A level that is wrong must not lose the text below it.
                    ReadParagraph(ref records, into, where, depth + 1);
                    break;
                default:
                    records.Move();
                    break;
            }
        }

        anchors.RemoveRange(firstAnchor, anchors.Count - firstAnchor);
        if (depth == 0)
            headings.Add(into.Count, text.Length, letters.Size, letters.IsBold);
        if (assembly is not null)
            assembly.Finish(text, into);
        else
            into.Add(new Paragraph { Position = where, Text = text, Heading = HeadingOf(shape, style), Marker = marker, Style = style.Name });
    }

    // No writer gives a paragraph two texts, but what is damaged may look like it, and neither is to be lost.
    string Joined(string text, ReadOnlySpan<byte> record)
    {
        var first = anchors.Count;
        var more = HwpText.Decode(record, anchors);
        for (var i = first; i < anchors.Count; i++)
            anchors[i] = anchors[i] with { At = anchors[i].At + text.Length };
        return text + more;
    }

    // Controls come in the order of their places in the text. Where one is missing, its name tells which place is meant; a memo's place has another name
    // than its control, so that a field may stand at any place of a field.
    int Pair(uint id, ref int next)
    {
        const int Furthest = 64;
        var found = -1;
        for (var i = next; i < Math.Min(anchors.Count, next + Furthest); i++)
        {
            if (!anchors[i].OwnsRecord)
                continue;
            if (anchors[i].Id == id)
            {
                found = i;
                break;
            }

            if (found < 0 && HwpControlId.IsField(id) && anchors[i].Code == HwpAnchor.FieldBegin)
                found = i;
        }

        if (found >= 0)
            next = found + 1;
        return found;
    }

    static Heading? HeadingOf(HwpParaShape shape, HwpStyle style) =>
        shape.Head == HwpHead.Outline ? new(shape.Level + 1, HeadingEvidence.Outline)
        : style.HeadingLevel > 0 ? new(style.HeadingLevel, HeadingEvidence.Style)
        : null;

    ListMarker? Marker(HwpParaShape shape)
    {
        if (shape.Head == HwpHead.Bullet)
            return new(info.Bullet(shape.NumberingId), shape.Level + 1, IsOrdered: false);
        var id = shape.Head == HwpHead.Outline ? outline : shape.NumberingId;
        var text = context.Numbers.Next(id, info.Numbering(id), shape.Level);
        return text.Length == 0 ? null : new(text, shape.Level + 1, IsOrdered: true);
    }

    Position CountPages(ReadOnlySpan<byte> lines, Position where)
    {
        for (var at = 0; at + LineLength <= lines.Length; at += LineLength)
        {
            context.Pages.Line((int)HwpBytes.U32(lines, at + 4), (int)HwpBytes.U32(lines, at + 24), (HwpBytes.U32(lines, at + LineFlagsAt) & FirstLineOfPage) != 0);
            if (at == 0)
                where = where with { Page = context.Pages.Page, PageIsApproximate = true };
        }

        return where;
    }

    // Everything a control holds in lists of its own.
    List<Block> ReadLists(ref HwpRecords records, int level, Position where, int depth)
    {
        var blocks = new List<Block>();
        ReadLists(ref records, level, blocks, where, depth);
        return blocks;
    }

    void ReadLists(ref HwpRecords records, int level, List<Block> into, Position where, int depth)
    {
        if (!Allows(ref records, level, depth))
            return;
        while (records.Level > level)
        {
            if (records.Tag == HwpTag.ParaHeader)
                ReadParagraph(ref records, into, where, depth);
            else
                records.Move();
        }
    }

    bool Allows(ref HwpRecords records, int level, int depth)
    {
        if (budget.Allows(depth))
            return true;
        budget.Warn(WarningCodes.Skipped, $"What stands more than {budget.Limits.Depth} deep in tables and boxes was left out.");
        records.SkipBelow(level);
        return false;
    }

    // The text of memos stands behind that of the section; a token leads back to the place it belongs to.
    void ReadMemo(ref HwpRecords records, int level)
    {
        var token = HwpBytes.U32(records.Data, 0);
        records.Move();
        var blocks = new List<Block>();
        while (records.Level > level && records.Tag is not (HwpTag.MemoList or HwpTag.CtrlHeader))
        {
            if (records.Tag == HwpTag.ParaHeader)
                ReadParagraph(ref records, blocks, new(number, paragraphs), 1);
            else
                records.Move();
        }

        if (token != 0 && context.Memos.Remove(token, out var memo))
            memo.AddRange(blocks);
        else if (blocks.Count > 0)
            looseNotes.Add(new() { Kind = NoteKind.Memo, Position = new(number, 0), Blocks = blocks });
    }
}
