using System.Buffers;

namespace Asan.Documents.Packing;

/// <summary>Unpacked bytes in a rented buffer: dispose when read, and keep no piece of <see cref="Memory"/> beyond that.</summary>
/// <param name="isWhole">False when the packed bytes are damaged or end early.</param>
sealed class UnpackedBytes(byte[] buffer, int length, bool isWhole) : IDisposable
{
    byte[]? rented = buffer;

    public bool IsWhole => isWhole;

    public int Length => length;

    public ReadOnlyMemory<byte> Memory => rented.AsMemory(0, length);

    public ReadOnlySpan<byte> Span => rented.AsSpan(0, length);

    /// <summary>A copy that lasts.</summary>
    public byte[] ToArray() => Span.ToArray();

    public void Dispose()
    {
        if (rented is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        rented = null;
    }
}
