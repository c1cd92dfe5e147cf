using Asan.Documents.Assembly;

namespace Asan.Documents.Hwp;

sealed partial class HwpSectionReader
{
    const int ObjectFlagsAt = 4;
    const int DescriptionAt = 44;

    static bool IsInLine(ReadOnlySpan<byte> header) => (HwpBytes.U32(header, ObjectFlagsAt) & 1) != 0;

    static string? Description(ReadOnlySpan<byte> header) =>
        HwpBytes.String(header, DescriptionAt, out _) is { Length: > 0 } description ? description : null;

    void ReadTable(ref HwpRecords records, int level, scoped ReadOnlySpan<byte> header, Host host)
    {
        if (!Allows(ref records, level, host.Depth + 1))
            return;
        const int RepeatsHeader = 4;
        var number = ++context.Tables;
        var where = host.Where with { Table = number, Row = 0, Column = 0 };
        var caption = new List<Block>();
        var (current, place) = (caption, where);
        TableAssembly? table = null;
        var repeatsHeader = false;
        while (records.Level > level)
        {
            switch (records.Tag)
            {
                case HwpTag.Table when table is null:
                    repeatsHeader = (HwpBytes.U32(records.Data, 0) & RepeatsHeader) != 0;
                    table = new(HwpBytes.U16(records.Data, 4), HwpBytes.U16(records.Data, 6), budget);
                    records.Move();
                    break;
                case HwpTag.ListHeader when table is not null:
                    current = [];
                    place = AddCell(table, records.Data, current, where);
                    records.Move();
                    break;
                case HwpTag.ParaHeader:
                    ReadParagraph(ref records, current, place, host.Depth + 1);
                    break;
                default:
                    records.Move();
                    break;
            }
        }

        table ??= new(0, 0, budget);
        host.Paragraph.Add(host.At, table.Finish(where, number, caption, repeatsHeader), IsInLine(header));
    }

    static Position AddCell(TableAssembly table, ReadOnlySpan<byte> header, List<Block> blocks, Position where)
    {
        const int HeaderCell = 1 << 18;
        const int AddressLength = 16;
        var place = header.Length >= AddressLength
            ? table.Place(HwpBytes.U16(header, 10), HwpBytes.U16(header, 8), HwpBytes.U16(header, 14), HwpBytes.U16(header, 12))
            : table.PlaceNext(1, 1);
        table.Add(place, blocks, (HwpBytes.U32(header, 4) & HeaderCell) != 0, HwpCellField.Name(header));
        return where with { Row = place.Row + 1, Column = place.Column + 1 };
    }

    // A list before the first component is the caption, each list after it the text of a shape. A group holds more components, at any depth.
    void ReadShape(ref HwpRecords records, int level, scoped ReadOnlySpan<byte> header, Host host)
    {
        if (!Allows(ref records, level, host.Depth + 1))
            return;
        const int PictureFileAt = 71;
        const int OleFileAt = 12;
        var caption = new List<Block>();
        var current = caption;
        var isInside = false;
        var shapes = new List<(PictureKind Kind, int Reference, List<Block>? Text)>();
        while (records.Level > level)
        {
            switch (records.Tag)
            {
                case HwpTag.ParaHeader:
                    ReadParagraph(ref records, current, host.Where, host.Depth + 1);
                    continue;
                case HwpTag.ShapeComponent:
                    isInside = true;
                    break;
                case HwpTag.ListHeader when isInside:
                    current = [];
                    shapes.Add((default, 0, current));
                    break;
                case HwpTag.Picture:
                    shapes.Add((PictureKind.Image, HwpBytes.U16(records.Data, PictureFileAt), null));
                    break;
                case HwpTag.Ole:
                    shapes.Add((PictureKind.Embedded, HwpBytes.U16(records.Data, OleFileAt), null));
                    break;
                case HwpTag.VideoData:
                    shapes.Add((PictureKind.Video, 0, null));
                    break;
                case HwpTag.TextArt:
                    AddTextArt(records.Data, host);
                    break;
            }

            records.Move();
        }

        if (shapes.Count == 0 && caption.Count > 0)
            shapes.Add((default, 0, []));
        foreach (var (kind, reference, text) in shapes)
        {
            Block block = text is null ? Picture(kind, reference, header, caption, host) : new TextBox { Position = host.Where, Blocks = text, Caption = caption };
            host.Paragraph.Add(host.At, block, IsInLine(header));
            caption = [];
        }
    }

    Picture Picture(PictureKind kind, int reference, ReadOnlySpan<byte> header, List<Block> caption, Host host) => new()
    {
        Position = host.Where,
        Kind = kind,
        File = context.Files.Find(reference),
        Link = context.Files.Link(reference),
        Description = Description(header),
        Caption = caption,
    };

    static void AddTextArt(ReadOnlySpan<byte> record, Host host)
    {
        const int TextAt = 32;
        AddGenerated(GeneratedKind.Drawn, HwpBytes.String(record, TextAt, out _), host);
    }

    void ReadEquation(ref HwpRecords records, int level, scoped ReadOnlySpan<byte> header, Host host)
    {
        if (!Allows(ref records, level, host.Depth + 1))
            return;
        const int ScriptAt = 4;
        var caption = new List<Block>();
        var script = "";
        while (records.Level > level)
        {
            if (records.Tag == HwpTag.ParaHeader)
            {
                ReadParagraph(ref records, caption, host.Where, host.Depth + 1);
                continue;
            }

            if (records.Tag == HwpTag.EqEdit)
                script = HwpBytes.String(records.Data, ScriptAt, out _);
            records.Move();
        }

        host.Paragraph.Add(host.At, new Equation { Position = host.Where, Script = script, Caption = caption }, IsInLine(header));
    }
}
