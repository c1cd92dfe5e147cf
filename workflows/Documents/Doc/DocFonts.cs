using System.Text;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>The names of the fonts of a document ([MS-DOC] 2.9.286). Only those of symbols matter.</summary>
sealed class DocFonts
{
    const int NameAt = 40;
    const int LongestName = 64;

    readonly List<string> names = [];

    public static DocFonts Read(ReadOnlyMemory<byte> table)
    {
        var fonts = new DocFonts();
        var bytes = table.Span;
        var count = U16(bytes, 0);
        long at = 4;
        for (var i = 0; i < count && at < bytes.Length; i++)
        {
            var length = 1 + bytes[(int)at];
            var name = Encoding.Unicode.GetString(LittleEndian.Slice(table, at + NameAt, Math.Min(LongestName, length - NameAt) & ~1).Span);
            fonts.names.Add(name.Split('\0')[0]);
            at += length;
        }

        return fonts;
    }

    public string? Name(int index) => index >= 0 && index < names.Count ? names[index] : null;
}
