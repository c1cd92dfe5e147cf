using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>Walks a list of property changes ([MS-DOC] 2.2.5): a code, and as much of an operand as the code says.</summary>
ref struct Sprms(ReadOnlySpan<byte> list)
{
    const ushort TableDefinition = 0xD608;
    const ushort ChangeTabs = 0xC615;

    ReadOnlySpan<byte> rest = list;

    public ushort Code { get; private set; }

    public ReadOnlySpan<byte> Operand { get; private set; }

    /// <summary>The operand as a number, signed; 0 where it is too short.</summary>
    public readonly int Number => Operand.Length switch { 0 => 0, 1 => Operand[0], < 4 => (short)U16(Operand, 0), _ => I32(Operand, 0) };

    public bool Next()
    {
        if (rest.Length < 3)
            return false;
        Code = U16(rest, 0);
        rest = rest[2..];
        var (skip, length) = (Code >> 13) switch
        {
            0 or 1 => (0, 1),
            2 or 4 or 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ => Variable(),
        };
        Operand = rest.Slice(Math.Min(skip, rest.Length), Math.Min(length, Math.Max(0, rest.Length - skip)));
        rest = rest[Math.Min(skip + length, rest.Length)..];
        return true;
    }

    readonly (int Skip, int Length) Variable() => Code switch
    {
        // Its length is two bytes, and one more than what follows.
        TableDefinition => (2, Math.Max(0, U16(rest, 0) - 1)),
        ChangeTabs when rest[0] == 255 => (1, LongTabs()),
        _ => (1, rest[0]),
    };

    // Too many tabs for a length of one byte: counts say how many there are.
    readonly int LongTabs()
    {
        var deleted = U8(rest, 1);
        return 1 + 4 * deleted + 1 + 3 * U8(rest, 2L + 4 * deleted);
    }
}
