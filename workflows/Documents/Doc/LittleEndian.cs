using System.Buffers.Binary;

namespace Asan.Documents.Doc;

/// <summary>Reads numbers out of a structure that a file describes, where any offset may lie anywhere: beyond the end everything is 0 or empty.</summary>
static class LittleEndian
{
    public static byte U8(ReadOnlySpan<byte> bytes, long at) => at >= 0 && at < bytes.Length ? bytes[(int)at] : (byte)0;

    public static ushort U16(ReadOnlySpan<byte> bytes, long at) =>
        at >= 0 && at <= bytes.Length - 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)at..]) : (ushort)0;

    public static int I32(ReadOnlySpan<byte> bytes, long at) =>
        at >= 0 && at <= bytes.Length - 4 ? BinaryPrimitives.ReadInt32LittleEndian(bytes[(int)at..]) : 0;

    /// <summary>The piece that begins at an offset, as long as it can be.</summary>
    public static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes, long at, long length)
    {
        if (at < 0 || at >= bytes.Length || length <= 0)
            return default;
        return bytes.Slice((int)at, (int)Math.Min(length, bytes.Length - at));
    }
}
