using System.Runtime.InteropServices;

namespace Asan.Documents.Packing;

/// <summary>Bytes in memory as a stream to read.</summary>
sealed class MemoryFile : MemoryStream
{
    public MemoryFile(ReadOnlyMemory<byte> bytes)
        : base(ArrayOf(bytes).Array!, ArrayOf(bytes).Offset, bytes.Length, writable: false)
    {
    }

    // Only memory over something else than an array (a mapped file) is copied.
    static ArraySegment<byte> ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array) ? array : new ArraySegment<byte>(bytes.ToArray());
}
