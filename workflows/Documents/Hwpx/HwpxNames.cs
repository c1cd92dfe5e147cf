using System.Text;

namespace Asan.Documents.Hwpx;

/// <summary>Finds an element by the bytes of its local name, without making a string of them.</summary>
static class HwpxNames
{
    const int Slots = 1024;

    static readonly (string Text, HwpxName Name)[] Names =
    [
        ("sec", HwpxName.Sec),
        ("p", HwpxName.P),
        ("run", HwpxName.Run),
        ("t", HwpxName.T),
        ("tab", HwpxName.Tab),
        ("lineBreak", HwpxName.LineBreak),
        ("nbSpace", HwpxName.NbSpace),
        ("fwSpace", HwpxName.FwSpace),
        ("hyphen", HwpxName.Hyphen),
        ("hypen", HwpxName.Hyphen),
        ("insertBegin", HwpxName.InsertBegin),
        ("insertEnd", HwpxName.InsertEnd),
        ("deleteBegin", HwpxName.DeleteBegin),
        ("deleteEnd", HwpxName.DeleteEnd),
        ("ctrl", HwpxName.Ctrl),
        ("fieldBegin", HwpxName.FieldBegin),
        ("fieldEnd", HwpxName.FieldEnd),
        ("footNote", HwpxName.FootNote),
        ("endNote", HwpxName.EndNote),
        ("header", HwpxName.Header),
        ("footer", HwpxName.Footer),
        ("hiddenComment", HwpxName.HiddenComment),
        ("bookmark", HwpxName.Bookmark),
        ("autoNum", HwpxName.AutoNum),
        ("tbl", HwpxName.Tbl),
        ("tr", HwpxName.Tr),
        ("tc", HwpxName.Tc),
        ("subList", HwpxName.SubList),
        ("cellAddr", HwpxName.CellAddr),
        ("cellSpan", HwpxName.CellSpan),
        ("caption", HwpxName.Caption),
        ("pos", HwpxName.Pos),
        ("pic", HwpxName.Pic),
        ("img", HwpxName.Img),
        ("container", HwpxName.Container),
        ("rect", HwpxName.Rect),
        ("ellipse", HwpxName.Ellipse),
        ("line", HwpxName.Line),
        ("arc", HwpxName.Arc),
        ("polygon", HwpxName.Polygon),
        ("curve", HwpxName.Curve),
        ("connectLine", HwpxName.ConnectLine),
        ("ole", HwpxName.Ole),
        ("chart", HwpxName.Chart),
        ("video", HwpxName.Video),
        ("textart", HwpxName.Textart),
        ("drawText", HwpxName.DrawText),
        ("shapeComment", HwpxName.ShapeComment),
        ("equation", HwpxName.Equation),
        ("script", HwpxName.Script),
        ("compose", HwpxName.Compose),
        ("dutmal", HwpxName.Dutmal),
        ("mainText", HwpxName.MainText),
        ("subText", HwpxName.SubText),
        ("switch", HwpxName.Switch),
        ("case", HwpxName.Case),
        ("default", HwpxName.Default),
        ("secPr", HwpxName.SecPr),
        ("checkBtn", HwpxName.CheckBtn),
        ("radioBtn", HwpxName.RadioBtn),
        ("btn", HwpxName.Btn),
        ("comboBox", HwpxName.ComboBox),
        ("edit", HwpxName.Edit),
        ("listBox", HwpxName.ListBox),
        ("text", HwpxName.Text),
        ("linesegarray", HwpxName.Linesegarray),
        ("lineseg", HwpxName.Lineseg),
        ("parameters", HwpxName.Parameters),
        ("stringParam", HwpxName.StringParam),
        ("autoNumFormat", HwpxName.AutoNumFormat),
        ("masterPage", HwpxName.MasterPage),
    ];

    static readonly (byte[] Text, HwpxName Name)[][] Table = Build();

    public static HwpxName Of(ReadOnlySpan<byte> local)
    {
        foreach (var (text, name) in Table[Slot(local)])
            if (local.SequenceEqual(text))
                return name;
        return HwpxName.Unknown;
    }

    static int Slot(ReadOnlySpan<byte> local) =>
        local.IsEmpty ? 0 : (local.Length * 37 + local[0] * 11 + local[^1] * 5 + local[local.Length / 2]) % Slots;

    static (byte[] Text, HwpxName Name)[][] Build()
    {
        var named = Names.Select(pair => (Text: Encoding.ASCII.GetBytes(pair.Text), pair.Name)).ToLookup(pair => Slot(pair.Text));
        return [.. Enumerable.Range(0, Slots).Select(slot => named[slot].ToArray())];
    }
}
