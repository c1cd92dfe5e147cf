using Asan.Documents.Numbering;

namespace Asan.Documents.Hwp;

/// <summary>The stream <c>DocInfo</c>: what the sections refer to by position.</summary>
sealed class HwpDocInfo
{
    readonly List<HwpBinData> binData = [];
    readonly List<HwpCharShape> charShapes = [];
    readonly List<HwpParaShape> paraShapes = [];
    readonly List<HwpStyle> styles = [];
    readonly List<NumberingDefinition> numberings = [];
    readonly List<string> bullets = [];

    public static HwpDocInfo Empty { get; } = new();

    /// <summary>The stream ends inside a record.</summary>
    public bool IsCut { get; private set; }

    /// <param name="reference">As pictures refer to it: the position from 1, which is not the number in the stream's name.</param>
    public HwpBinData? BinData(int reference) => reference >= 1 && reference <= binData.Count ? binData[reference - 1] : null;

    public HwpCharShape CharShape(uint id) => id < charShapes.Count ? charShapes[(int)id] : default;

    public HwpParaShape ParaShape(int id) => id < paraShapes.Count ? paraShapes[id] : default;

    public HwpStyle Style(int id) => id < styles.Count ? styles[id] : default;

    public NumberingDefinition Numbering(int id) => id >= 1 && id <= numberings.Count ? numberings[id - 1] : NumberingDefinition.Unknown;

    public string Bullet(int id) => id >= 1 && id <= bullets.Count ? bullets[id - 1] : "•";

    public static HwpDocInfo Read(ReadOnlySpan<byte> stream, ParseBudget budget)
    {
        var info = new HwpDocInfo();
        var records = new HwpRecords(stream);
        for (; records.HasCurrent; records.Move())
        {
            budget.Object();
            info.Add(records.Tag, records.Data);
        }

        info.IsCut = records.IsCut;
        return info;
    }

    void Add(HwpTag tag, ReadOnlySpan<byte> data)
    {
        switch (tag)
        {
            case HwpTag.BinData:
                binData.Add(HwpBinData.Read(data));
                break;
            case HwpTag.CharShape:
                charShapes.Add(new((int)HwpBytes.U32(data, 42), (HwpBytes.U32(data, 46) & 2) != 0));
                break;
            case HwpTag.ParaShape:
                var attributes = HwpBytes.U32(data, 0);
                paraShapes.Add(new((HwpHead)(attributes >> 23 & 3), (int)(attributes >> 25 & 7), HwpBytes.U16(data, 30)));
                break;
            case HwpTag.Style:
                var name = HwpBytes.String(data, 0, out var end);
                styles.Add(HwpStyle.Named(name, HwpBytes.String(data, end, out _)));
                break;
            case HwpTag.Numbering:
                numberings.Add(HwpNumbering.Read(data));
                break;
            case HwpTag.Bullet:
                bullets.Add(data.Length >= 14 ? new string(HwpBytes.Chars(data.Slice(12, 2))) : "•");
                break;
        }
    }
}
