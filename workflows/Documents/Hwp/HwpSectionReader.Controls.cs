using Asan.Documents.Assembly;
using Asan.Documents.Numbering;

namespace Asan.Documents.Hwp;

sealed partial class HwpSectionReader
{
    /// <summary>The paragraph that a control hangs in, and where.</summary>
    /// <param name="Anchor">The control's place among <see cref="anchors"/>; -1 when its character is missing.</param>
    readonly record struct Host(ParagraphAssembly Paragraph, int At, int Anchor, int TextLength, Position Where, int Depth);

    void ReadControl(ref HwpRecords records, Host host)
    {
        budget.Object();
        var level = records.Level;
        var header = records.Data;
        var id = HwpBytes.U32(header, 0);
        records.Move();
        switch (id)
        {
            case HwpControlId.Table:
                ReadTable(ref records, level, header, host);
                break;
            case HwpControlId.Shape:
                ReadShape(ref records, level, header, host);
                break;
            case HwpControlId.Equation:
                ReadEquation(ref records, level, header, host);
                break;
            case HwpControlId.Footnote or HwpControlId.Endnote:
                ReadNote(ref records, level, header, id == HwpControlId.Footnote ? NoteKind.Footnote : NoteKind.Endnote, host);
                break;
            case HwpControlId.HiddenComment:
                AddNote(new() { Kind = NoteKind.HiddenComment, Position = host.Where, Blocks = ReadLists(ref records, level, host.Where, host.Depth + 1) }, host);
                break;
            case HwpControlId.Header or HwpControlId.Footer:
                var kind = id == HwpControlId.Header ? FurnitureKind.Header : FurnitureKind.Footer;
                AddFurniture(kind, (PageParity)(HwpBytes.U32(header, 4) % 3), ReadLists(ref records, level, host.Where, host.Depth + 1), host);
                break;
            case HwpControlId.Section:
                AddFurniture(FurnitureKind.MasterPage, PageParity.All, ReadLists(ref records, level, host.Where, host.Depth + 1), host);
                break;
            case HwpControlId.AutoNumber:
                AddAutoNumber(header, host);
                break;
            case HwpControlId.Overlap:
                AddGenerated(GeneratedKind.Overlap, HwpBytes.String(header, 4, out _), host);
                break;
            case HwpControlId.Annotation:
                var main = HwpBytes.String(header, 4, out var end);
                AddGenerated(GeneratedKind.Annotation, $"{main}({HwpBytes.String(header, end, out _)})", host);
                break;
            case HwpControlId.Bookmark:
                if (ReadName(ref records, level) is { Length: > 0 } bookmark)
                    host.Paragraph.Add(new Bookmark(host.At, bookmark));
                break;
            case HwpControlId.Form:
                ReadForm(ref records, level, host);
                break;
            case var field when HwpControlId.IsField(field):
                ReadField(ref records, level, header, id, host);
                break;
            default:
                // What is not known may hold text all the same.
                if (ReadLists(ref records, level, host.Where, host.Depth + 1) is { Count: > 0 } text)
                    host.Paragraph.Add(host.At, new TextBox { Position = host.Where, Blocks = text }, inLine: false);
                break;
        }

        records.SkipBelow(level);
    }

    static void AddNote(Note note, Host host) => host.Paragraph.Add(new NoteReference(host.At, note));

    static void AddGenerated(GeneratedKind kind, string text, Host host)
    {
        if (text.Length > 0)
            host.Paragraph.Add(new GeneratedText(host.At, kind, text));
    }

    void AddFurniture(FurnitureKind kind, PageParity pages, List<Block> blocks, Host host)
    {
        if (blocks.Count > 0)
            furniture.Add(new() { Kind = kind, Pages = pages, Position = host.Where, Blocks = blocks });
    }

    // The number stands in the control, as the writer last showed it. The number of the page depends on where the text is printed.
    static void AddAutoNumber(ReadOnlySpan<byte> header, Host host)
    {
        const int Page = 0;
        var attributes = HwpBytes.U32(header, 4);
        if ((attributes & 0xF) != Page)
            AddGenerated(GeneratedKind.Number, Number(header, HwpBytes.U16(header, 8), (NumberFormat)(attributes >> 4 & 0xFF), prefixAt: 12), host);
    }

    static string Number(ReadOnlySpan<byte> header, int number, NumberFormat format, int prefixAt)
    {
        var (prefix, suffix) = (HwpBytes.U16(header, prefixAt), HwpBytes.U16(header, prefixAt + 2));
        return $"{(prefix == 0 ? "" : (char)prefix)}{NumberText.Of(number, format)}{(suffix == 0 ? "" : (char)suffix)}";
    }

    void ReadNote(ref HwpRecords records, int level, scoped ReadOnlySpan<byte> header, NoteKind kind, Host host)
    {
        var number = (int)Math.Min(HwpBytes.U32(header, 4), ushort.MaxValue);
        var mark = number == 0 ? "" : Number(header, number, (NumberFormat)(HwpBytes.U32(header, 12) & 0xFF), prefixAt: 8);
        var blocks = ReadLists(ref records, level, host.Where, host.Depth + 1);
        AddNote(new() { Kind = kind, Mark = mark, Position = host.Where, Blocks = blocks }, host);
    }

    void ReadField(ref HwpRecords records, int level, scoped ReadOnlySpan<byte> header, uint id, Host host)
    {
        const int CommandAt = 9;
        var kind = HwpControlId.FieldKind(id);
        var command = HwpBytes.String(header, CommandAt, out _);
        var (length, token) = FieldExtent(host);
        if (kind == "memo" || (kind == "unknown" && command.StartsWith("MEMO", StringComparison.Ordinal)))
        {
            var text = new List<Block>();
            AddNote(new() { Kind = NoteKind.Memo, Author = HwpMemo.Author(command), Position = host.Where, Blocks = text }, host);
            context.Memos.TryAdd(token, text);
        }
        else if (kind == "hyperlink")
            host.Paragraph.Add(new Link(host.At, length, HwpLink.Target(command)));
        else
            host.Paragraph.Add(new Field(host.At, length, kind, ReadName(ref records, level), command.Length > 0 ? command : null));
    }

    // To the end that belongs to this beginning; a field that ends in a later paragraph takes the rest of this one.
    (int Length, uint Token) FieldExtent(Host host)
    {
        const int Furthest = 1024;
        var open = 1;
        for (var i = host.Anchor + 1; host.Anchor >= 0 && i < Math.Min(anchors.Count, host.Anchor + Furthest); i++)
        {
            if (anchors[i].Code == HwpAnchor.FieldBegin)
                open++;
            else if (anchors[i].Code == HwpAnchor.FieldEnd && --open == 0)
                return (anchors[i].At - host.At, anchors[i].Token);
        }

        return (host.TextLength - host.At, 0);
    }

    // A set of parameters; the first string in it is the name.
    static string? ReadName(ref HwpRecords records, int level)
    {
        const int FirstItem = 6;
        const int StringType = 1;
        for (; records.Level > level; records.Move())
        {
            var data = records.Data;
            if (records.Tag == HwpTag.CtrlData && HwpBytes.U16(data, FirstItem + 2) == StringType)
                return HwpBytes.String(data, FirstItem + 4, out _) is { Length: > 0 } name ? name : null;
        }

        return null;
    }

    static void ReadForm(ref HwpRecords records, int level, Host host)
    {
        for (; records.Level > level; records.Move())
            if (records.Tag == HwpTag.FormObject)
                host.Paragraph.Add(HwpForm.Read(records.Data, host.At));
    }
}
