namespace Asan.Synthesize;

/// <summary>128 drawn bits, written the way Synthea writes an id. (<see cref="Guid"/> would set version bits and swap bytes.)</summary>
readonly record struct Uuid(ulong High, ulong Low)
{
    public const int Length = 36;

    public void Write(Span<byte> to)
    {
        Hex(High >> 32, 8, to);
        to[8] = (byte)'-';
        Hex(High >> 16, 4, to[9..]);
        to[13] = (byte)'-';
        Hex(High, 4, to[14..]);
        to[18] = (byte)'-';
        Hex(Low >> 48, 4, to[19..]);
        to[23] = (byte)'-';
        Hex(Low, 12, to[24..]);
    }

    static void Hex(ulong value, int digits, Span<byte> to)
    {
        for (var i = digits - 1; i >= 0; i--, value >>= 4)
            to[i] = "0123456789abcdef"u8[(int)(value & 15)];
    }
}
