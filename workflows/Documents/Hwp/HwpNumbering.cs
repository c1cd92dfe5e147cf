using Asan.Documents.Numbering;

namespace Asan.Documents.Hwp;

/// <summary>Reads the record that defines a numbering: seven levels, and three more in newer files.</summary>
static class HwpNumbering
{
    const int OldLevels = 7;
    const int NewLevels = 3;
    const int HeadLength = 12;

    public static NumberingDefinition Read(ReadOnlySpan<byte> data)
    {
        var formats = new List<(string Pattern, NumberFormat Format)>(NumberingState.Levels);
        var at = 0;
        for (var i = 0; i < OldLevels && at + HeadLength < data.Length; i++)
            formats.Add(ReadFormat(data, ref at));
        var first = HwpBytes.U16(data, at);
        at += sizeof(ushort);
        var starts = at;
        at += OldLevels * sizeof(uint);
        var old = formats.Count;
        for (var i = 0; i < NewLevels && at + HeadLength < data.Length; i++)
            formats.Add(ReadFormat(data, ref at));

        var levels = new NumberingLevel[formats.Count];
        for (var i = 0; i < levels.Length; i++)
        {
            var start = i < old ? HwpBytes.U32(data, starts + i * sizeof(uint)) : HwpBytes.U32(data, at + (i - old) * sizeof(uint));
            // Old files have one start for all levels.
            if (start == 0 || start > short.MaxValue)
                start = i == 0 && first is > 0 and < short.MaxValue ? (uint)first : 1;
            levels[i] = new(formats[i].Pattern, formats[i].Format, (int)start);
        }

        return new(levels);
    }

    static (string Pattern, NumberFormat Format) ReadFormat(ReadOnlySpan<byte> data, ref int at)
    {
        var format = (NumberFormat)(HwpBytes.U32(data, at) >> 5 & 0xF);
        return (HwpBytes.String(data, at + HeadLength, out at), format);
    }
}
