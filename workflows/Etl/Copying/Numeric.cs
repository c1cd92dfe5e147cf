using System.Buffers.Binary;
using System.Buffers.Text;

namespace Asan.Workflows.Etl.Copying;

/// <summary>
/// A number as PostgreSQL's <c>numeric</c> keeps it: digits to the base 10,000. Made from the text of a file without going through a
/// floating or a 96-bit decimal, so that every digit that stands in the file arrives.
/// </summary>
readonly ref struct Numeric
{
    /// <summary>Longest number taken, its exponent spelled out. No quantity or price is longer; hostile text may be.</summary>
    public const int MaxDigits = 100;

    const int Group = 4;

    readonly ReadOnlySpan<byte> digits; // '0'..'9', a whole number of groups
    readonly short weight; // of the first group: 0 is units
    readonly short scale;
    readonly bool negative;

    Numeric(ReadOnlySpan<byte> digits, int weight, int scale, bool negative)
    {
        this.digits = digits;
        this.weight = (short)weight;
        this.scale = (short)scale;
        this.negative = negative;
    }

    /// <summary>Bytes on the wire.</summary>
    public int Size => 8 + digits.Length / Group * 2;

    /// <summary>Reads <c>-12.50</c> or <c>1.0E7</c>. The number lives in the room given, which must hold <see cref="Room"/> bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> room, out Numeric number)
    {
        number = default;
        var negative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..])
            text = text[1..];

        var exponent = 0;
        if (text.IndexOfAny((byte)'E', (byte)'e') is var e and >= 0)
        {
            var tail = text[(e + 1)..];
            if (tail is [(byte)'+', >= (byte)'0', ..])
                tail = tail[1..];
            if (!Utf8Parser.TryParse(tail, out exponent, out var used) || used != tail.Length || Math.Abs(exponent) > MaxDigits)
                return false;
            text = text[..e];
        }

        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.Length + fraction.Length is 0 or > MaxDigits || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;

        number = Lay(whole, fraction, exponent, negative, room);
        return true;
    }

    /// <summary>How many bytes <see cref="TryParse"/> needs to lay the digits out.</summary>
    public static int Room => 2 * MaxDigits + 4 * Group;

    public void WriteTo(Span<byte> to)
    {
        var groups = digits.Length / Group;
        BinaryPrimitives.WriteInt16BigEndian(to, (short)groups);
        BinaryPrimitives.WriteInt16BigEndian(to[2..], groups == 0 ? (short)0 : weight);
        BinaryPrimitives.WriteInt16BigEndian(to[4..], (short)(negative && groups > 0 ? 0x4000 : 0));
        BinaryPrimitives.WriteInt16BigEndian(to[6..], scale);
        for (var i = 0; i < groups; i++)
        {
            var group = digits.Slice(i * Group, Group);
            BinaryPrimitives.WriteInt16BigEndian(to[(8 + 2 * i)..], (short)((group[0] - '0') * 1000 + (group[1] - '0') * 100 + (group[2] - '0') * 10 + group[3] - '0'));
        }
    }

    // Puts zeros around the digits so that the decimal point falls between two groups, then drops groups of zeros at both ends.
    static Numeric Lay(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, bool negative, Span<byte> room)
    {
        var before = whole.Length + exponent; // digits before the point; negative means zeros behind it
        var count = whole.Length + fraction.Length;
        var scale = Math.Max(0, count - before);
        var lead = before > 0 ? (Group - before % Group) % Group : 0;
        var left = Math.Max(before, 0) + lead; // of the point, in whole groups
        var right = (scale + Group - 1) / Group * Group;

        room = room[..(left + right)];
        room.Fill((byte)'0');
        var at = left - before;
        whole.CopyTo(room[at..]);
        fraction.CopyTo(room[(at + whole.Length)..]);

        var weight = left / Group - 1;
        for (; room.Length > 0 && !room[..Group].ContainsAnyExcept((byte)'0'); weight--)
            room = room[Group..];
        while (room.Length > 0 && !room[^Group..].ContainsAnyExcept((byte)'0'))
            room = room[..^Group];
        return new(room, weight, scale, negative);
    }
}
