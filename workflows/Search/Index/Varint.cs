namespace Asan.Workflows.Search.Index;

/// <summary>Whole numbers in as few bytes as they need, seven bits each, the lowest first.</summary>
static class Varint
{
    public const int Longest = 10;

    public static int Write(Span<byte> to, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            to[length++] = (byte)(value | 0x80);
        to[length++] = (byte)value;
        return length;
    }

    /// <exception cref="InvalidDataException">The bytes end inside a number, or it has none.</exception>
    public static ulong Read(ReadOnlySpan<byte> from, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && at < from.Length; shift += 7)
        {
            var part = from[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("A segment's bytes end inside a number.");
    }

    /// <summary>Signed as unsigned: small ones of either sign stay small.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
