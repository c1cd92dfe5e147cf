using System.Buffers;
using System.Runtime.InteropServices;

namespace Asan.Documents.Hwp;

/// <summary>Takes a paragraph's characters apart: text, and the controls that stand in it.</summary>
static class HwpText
{
    // A control takes this many UTF-16 units, all but a few that take one.
    const int WideControl = 8;
    const int StackLength = 512;

    const int LineBreak = 10;
    const int ParagraphEnd = 13;
    const int Hyphen = 24;
    const int NonBreakingSpace = 30;
    const int FixedSpace = 31;
    const int Tab = 9;

    // Codes that own a record: definitions, fields, objects, comments, headers, notes, numbers, bookmarks, overlaps.
    const uint OwnersOfRecords = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 11 | 1 << 12 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 17 | 1 << 18 | 1 << 21 | 1 << 22 | 1 << 23;

    /// <param name="anchors">Gets the controls that matter, in the order of the text.</param>
    public static string Decode(ReadOnlySpan<byte> record, List<HwpAnchor> anchors)
    {
        var units = MemoryMarshal.Cast<byte, char>(record);
        var first = units.IndexOfAnyInRange('\0', '\x1F');
        // By far the most paragraphs are text and an end.
        if (first < 0 || (first == units.Length - 1 && units[first] == ParagraphEnd))
            return new string(first < 0 ? units : units[..first]);

        var rented = units.Length > StackLength ? ArrayPool<char>.Shared.Rent(units.Length) : null;
        Span<char> text = rented is null ? stackalloc char[StackLength] : rented;
        var length = 0;
        while (units.Length > 0)
        {
            var plain = units.IndexOfAnyInRange('\0', '\x1F');
            if (plain < 0)
                plain = units.Length;
            units[..plain].CopyTo(text[length..]);
            length += plain;
            units = units[plain..];
            if (units.Length > 0)
                units = units[TakeControl(units, text, ref length, anchors)..];
        }

        var decoded = new string(text[..length]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return decoded;
    }

    // How many units the control takes.
    static int TakeControl(ReadOnlySpan<char> units, Span<char> text, ref int length, List<HwpAnchor> anchors)
    {
        var code = units[0];
        switch ((int)code)
        {
            case LineBreak:
                text[length++] = '\n';
                return 1;
            case Hyphen:
                text[length++] = '-';
                return 1;
            case NonBreakingSpace or FixedSpace:
                text[length++] = ' ';
                return 1;
            case 0 or ParagraphEnd or (> Hyphen and < NonBreakingSpace):
                return 1;
            case Tab:
                text[length++] = '\t';
                break;
            case HwpAnchor.FieldEnd:
                anchors.Add(new(length, code, 0, Word(units, 5)));
                break;
            case var owner when (OwnersOfRecords >> owner & 1) != 0:
                anchors.Add(new(length, code, Word(units, 1)));
                break;
        }

        return Math.Min(WideControl, units.Length);
    }

    static uint Word(ReadOnlySpan<char> units, int at) => at + 1 < units.Length ? units[at] | (uint)units[at + 1] << 16 : 0;
}
