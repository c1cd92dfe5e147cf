using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Asan.Documents.Packing;

/// <summary>Unpacks deflate, within the budget, and keeps what came out before any damage.</summary>
static class Inflater
{
    const int SmallestBuffer = 16 * 1024;

    // After an error nobody knows how much of the last step was written, so a damaged stream is read again in steps this small.
    const int CarefulStep = 16;

    /// <summary>Unpacks raw deflate; also zlib's wrapping of it, which some writers of HWP add.</summary>
    public static UnpackedBytes Inflate(ReadOnlyMemory<byte> packed, ParseBudget budget, long expected = 0)
    {
        var mayBeWrapped = LooksLikeZlib(packed.Span);
        if (mayBeWrapped && Inflate(packed[2..], budget, expected, careful: false) is { } wrapped)
            return wrapped;
        if (Inflate(packed, budget, expected, careful: false) is { } raw)
            return raw;

        var kept = Inflate(packed, budget, expected, careful: true)!;
        if (!mayBeWrapped)
            return kept;
        // Damaged, and either may be meant: what yields more was.
        var other = Inflate(packed[2..], budget, expected, careful: true)!;
        var (better, worse) = other.Length > kept.Length ? (other, kept) : (kept, other);
        worse.Dispose();
        return better;
    }

    static bool LooksLikeZlib(ReadOnlySpan<byte> packed) =>
        packed.Length > 2 && packed[0] == 0x78 && ((packed[0] << 8) | packed[1]) % 31 == 0;

    /// <returns>Null when the bytes are damaged, and this was not the careful reading.</returns>
    static UnpackedBytes? Inflate(ReadOnlyMemory<byte> packed, ParseBudget budget, long expected, bool careful)
    {
        var guess = Math.Clamp(expected > 0 ? expected + 1 : packed.Length * 5L, SmallestBuffer, 64L << 20);
        var buffer = ArrayPool<byte>.Shared.Rent((int)guess);
        var filled = 0;
        var isWhole = true;
        try
        {
            using var inflate = new DeflateStream(Open(packed), CompressionMode.Decompress);
            while (true)
            {
                if (filled == buffer.Length)
                    buffer = Grow(buffer, filled);
                var room = careful ? Math.Min(CarefulStep, buffer.Length - filled) : buffer.Length - filled;
                var read = inflate.Read(buffer, filled, room);
                if (read == 0)
                    break;
                filled += read;
                budget.Unpacked(read, packed.Length, filled);
            }
        }
        catch (InvalidDataException)
        {
            isWhole = false;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        if (isWhole || careful)
            return new(buffer, filled, isWhole);
        ArrayPool<byte>.Shared.Return(buffer);
        return null;
    }

    static MemoryStream Open(ReadOnlyMemory<byte> packed) =>
        MemoryMarshal.TryGetArray(packed, out var segment)
            ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new(packed.ToArray(), writable: false);

    static byte[] Grow(byte[] full, int filled)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(full.Length * 2));
        full.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
