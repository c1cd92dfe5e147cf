using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Asan.Documents.Hwp;

/// <summary>Reads numbers and strings of a record that may be shorter than they should be: what is not there is 0 or empty.</summary>
static class HwpBytes
{
    public static int U8(ReadOnlySpan<byte> data, int at) => at < data.Length ? data[at] : 0;

    public static int U16(ReadOnlySpan<byte> data, int at) =>
        at + sizeof(ushort) <= data.Length ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : 0;

    public static uint U32(ReadOnlySpan<byte> data, int at) =>
        at + sizeof(uint) <= data.Length ? BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) : 0;

    /// <summary>UTF-16 units, as far as there are whole ones.</summary>
    public static ReadOnlySpan<char> Chars(ReadOnlySpan<byte> data) => MemoryMarshal.Cast<byte, char>(data);

    /// <summary>A u16 length in UTF-16 units at this place, and so many units behind it.</summary>
    /// <param name="end">Where the string ends.</param>
    public static string String(ReadOnlySpan<byte> data, int at, out int end)
    {
        var from = Math.Min(at + sizeof(ushort), data.Length);
        var length = Math.Min(U16(data, at), (data.Length - from) / sizeof(char));
        end = from + length * sizeof(char);
        return new string(Chars(data[from..end])).Replace("\0", "");
    }
}
