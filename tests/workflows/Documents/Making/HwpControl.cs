using System.Text;

namespace Asan.Documents.Making;

/// <summary>Something that stands in a paragraph of HWP: a character of eight units, and records below the paragraph.</summary>
/// <param name="Character">Of eight units, or of one.</param>
/// <param name="Write">Writes the records at a level; null when there are none.</param>
sealed record HwpControl(string Character, Action<HwpRecordWriter, int>? Write)
{
    const uint InLine = 1;

    public static HwpControl LineBreak { get; } = new("\n", null);

    public static HwpControl FieldEnd { get; } = new(Wide(4, "\0\0\0\0"), null);

    public static HwpControl Tab { get; } = new(Wide(9, "\0\0\0\0"), null);

    /// <summary>The place of a memo is called otherwise than the record that describes it.</summary>
    public static HwpControl Memo { get; } = Field("%unk", "MEMO/65535/7/1/1/김간호/\\;;") with { Character = Wide(3, "%%me") };

    /// <param name="token">Leads to the memo's text.</param>
    public static HwpControl MemoEnd(ushort token) => new($"\x04\0\0\0\0{(char)token}\0\x04", null);

    /// <param name="cells">In any order; each with its address, span and paragraphs.</param>
    public static HwpControl Table(int rows, int columns, params IEnumerable<(int Row, int Column, int RowSpan, int ColumnSpan, object[] Content)> cells) =>
        Object(11, "tbl ", (writer, level) =>
        {
            writer.Write(77, level + 1, HwpRecordWriter.Pack(4u, (ushort)rows, (ushort)columns, new byte[10]));
            foreach (var (row, column, rowSpan, columnSpan, content) in cells)
            {
                writer.Write(72, level + 1, HwpRecordWriter.Pack(
                    1u, 0u, (ushort)column, (ushort)row, (ushort)columnSpan, (ushort)rowSpan, new byte[18]));
                writer.Paragraph(level + 1, 0, content);
            }
        });

    /// <summary>A table with a text in each place.</summary>
    public static HwpControl Grid(string[,] texts) => Table(texts.GetLength(0), texts.GetLength(1), Cells(texts));

    static IEnumerable<(int, int, int, int, object[])> Cells(string[,] texts)
    {
        for (var row = 0; row < texts.GetLength(0); row++)
            for (var column = 0; column < texts.GetLength(1); column++)
                yield return (row, column, 1, 1, [texts[row, column]]);
    }

    public static HwpControl Note(string id, int number, params object[] content) =>
        List(17, id, HwpRecordWriter.Pack((uint)number, (ushort)0, (ushort)')', 0u), content);

    public static HwpControl Header(params object[] content) => List(16, "head", HwpRecordWriter.Pack(0u, 0u), content);

    public static HwpControl HiddenComment(params object[] content) => List(15, "tcmt", [], content);

    public static HwpControl TextBox(params object[] content) => Object(11, "gso ", (writer, level) =>
    {
        writer.Write(76, level + 1, new byte[40]);
        writer.Write(72, level + 2, new byte[20]);
        writer.Paragraph(level + 2, 0, content);
    });

    /// <param name="reference">The picture's place among the BIN_DATA records, from 1.</param>
    public static HwpControl Picture(int reference) => Object(11, "gso ", (writer, level) =>
    {
        writer.Write(76, level + 1, new byte[40]);
        writer.Write(85, level + 2, HwpRecordWriter.Pack(new byte[71], (ushort)reference));
    });

    public static HwpControl Equation(string script) => Object(11, "eqed", (writer, level) => writer.Write(88, level + 1, HwpRecordWriter.Pack(0u, script)));

    public static HwpControl Link(string command) => Field("%hlk", command);

    public static HwpControl Field(string id, string command) => new(Wide(3, id), (writer, level) =>
        writer.Write(71, level, [.. Id(id), .. HwpRecordWriter.Pack(0u, (byte)0, command, 0u)]));

    public static HwpControl Section(int outline) => new(Wide(2, "secd"), (writer, level) =>
        writer.Write(71, level, [.. Id("secd"), .. HwpRecordWriter.Pack(0u, new byte[10], (ushort)outline, new byte[12])]));

    static HwpControl List(int code, string id, byte[] header, object[] content) => new(Wide(code, id), (writer, level) =>
    {
        writer.Write(71, level, [.. Id(id), .. header]);
        writer.Write(72, level + 1, new byte[8]);
        writer.Paragraph(level + 1, 0, content);
    });

    static HwpControl Object(int code, string id, Action<HwpRecordWriter, int> inside) => new(Wide(code, id), (writer, level) =>
    {
        writer.Write(71, level, [.. Id(id), .. HwpRecordWriter.Pack(InLine, new byte[36], (ushort)0)]);
        inside(writer, level);
    });

    static string Wide(int code, string id) => $"{(char)code}{Encoding.Unicode.GetString(Id(id))}\0\0\0\0{(char)code}";

    // The file holds the four letters in reverse.
    static byte[] Id(string id) => [.. Encoding.Latin1.GetBytes(id).Reverse()];
}
