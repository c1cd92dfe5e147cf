using Asan.Documents.Hwp;
using Asan.Documents.Numbering;
using Asan.Documents.Xml;

namespace Asan.Documents.Hwpx;

/// <summary>The entry <c>header.xml</c>: what the sections refer to by id.</summary>
sealed class HwpxHeader
{
    readonly Dictionary<int, HwpCharShape> charShapes = [];
    readonly Dictionary<int, HwpParaShape> paraShapes = [];
    readonly Dictionary<int, HwpStyle> styles = [];
    readonly Dictionary<int, NumberingDefinition> numberings = [];
    readonly Dictionary<int, string> bullets = [];

    public static HwpxHeader Empty { get; } = new();

    public bool IsDamaged { get; private set; }

    public string? Version { get; private set; }

    public HwpCharShape CharShape(int id) => charShapes.GetValueOrDefault(id);

    public HwpParaShape ParaShape(int id) => paraShapes.GetValueOrDefault(id);

    public HwpStyle Style(int id) => styles.GetValueOrDefault(id);

    public NumberingDefinition Numbering(int id) => numberings.GetValueOrDefault(id, NumberingDefinition.Unknown);

    public string Bullet(int id) => bullets.GetValueOrDefault(id, "•");

    public static HwpxHeader Read(ReadOnlySpan<byte> bytes, ParseBudget budget)
    {
        var header = new HwpxHeader();
        var xml = new XmlScanner(bytes, budget.Limits.XmlDepth);
        while (xml.Read())
        {
            if (xml.Token != XmlToken.Start)
                continue;
            budget.Object();
            header.Add(ref xml);
        }

        header.IsDamaged = xml.IsDamaged;
        return header;
    }

    void Add(ref XmlScanner xml)
    {
        var id = xml.Number("id"u8, -1);
        if (xml.Name.SequenceEqual("head"u8))
            Version = xml.Attribute("version"u8);
        else if (xml.Name.SequenceEqual("charPr"u8))
            charShapes[id] = ReadCharShape(ref xml);
        else if (xml.Name.SequenceEqual("paraPr"u8))
            paraShapes[id] = ReadParaShape(ref xml);
        else if (xml.Name.SequenceEqual("style"u8))
            styles[id] = HwpStyle.Named(xml.Attribute("name"u8) ?? "", xml.Attribute("engName"u8) ?? "");
        else if (xml.Name.SequenceEqual("numbering"u8))
            numberings[id] = ReadNumbering(ref xml);
        else if (xml.Name.SequenceEqual("bullet"u8))
            bullets[id] = xml.Attribute("char"u8) is { Length: > 0 } bullet ? bullet : "•";
    }

    static HwpCharShape ReadCharShape(ref XmlScanner xml)
    {
        var size = xml.Number("height"u8);
        var isBold = false;
        for (var depth = xml.Depth; xml.ReadChild(depth); xml.Skip())
            isBold |= xml.Name.SequenceEqual("bold"u8);
        return new(size, isBold);
    }

    static HwpParaShape ReadParaShape(ref XmlScanner xml)
    {
        var shape = default(HwpParaShape);
        for (var depth = xml.Depth; xml.ReadChild(depth); xml.Skip())
        {
            if (!xml.Name.SequenceEqual("heading"u8))
                continue;
            var head = xml.Is("type"u8, "OUTLINE"u8) ? HwpHead.Outline
                : xml.Is("type"u8, "NUMBER"u8) ? HwpHead.Number
                : xml.Is("type"u8, "BULLET"u8) ? HwpHead.Bullet
                : HwpHead.None;
            shape = new(head, Math.Clamp(xml.Number("level"u8), 0, NumberingState.Levels - 1), xml.Number("idRef"u8));
        }

        return shape;
    }

    static NumberingDefinition ReadNumbering(ref XmlScanner xml)
    {
        var levels = new List<NumberingLevel>(NumberingState.Levels);
        for (var depth = xml.Depth; xml.ReadChild(depth);)
        {
            if (!xml.Name.SequenceEqual("paraHead"u8) || levels.Count == NumberingState.Levels)
            {
                xml.Skip();
                continue;
            }

            var start = Math.Clamp(xml.Number("start"u8, 1), 1, short.MaxValue);
            var format = NumberText.Named(xml.Attribute("numFormat"u8));
            levels.Add(new(xml.ReadText(), format, start));
        }

        return new(levels);
    }
}
