using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Asan.Documents.Hwp;

/// <summary>Opens the streams of distribution documents. The key stands in the stream itself: this hides text, it does not protect it.</summary>
static class DistributionCipher
{
    const int HeaderLength = 4;
    const int DataLength = 256;
    const int KeyLength = 16;

    /// <returns>Null when the stream does not begin with the record that holds the key.</returns>
    public static byte[]? Decrypt(ReadOnlySpan<byte> stream)
    {
        if (stream.Length < HeaderLength + DataLength)
            return null;
        var header = BinaryPrimitives.ReadUInt32LittleEndian(stream);
        if ((header & 0x3FF) != (uint)HwpTag.DistributeDocData || header >> 20 != DataLength)
            return null;

        Span<byte> data = stackalloc byte[DataLength];
        stream.Slice(HeaderLength, DataLength).CopyTo(data);
        var seed = BinaryPrimitives.ReadUInt32LittleEndian(data);
        Unmask(data, seed);
        using var aes = Aes.Create();
        aes.Key = data.Slice(4 + (int)(seed & 15), KeyLength).ToArray();
        var body = stream[(HeaderLength + DataLength)..];
        return aes.DecryptEcb(body[..(body.Length & ~15)], PaddingMode.None);
    }

    // The mask comes from rand() of Visual C: one draw for its byte, the next for how many bytes it covers. The seed itself is not masked.
    static void Unmask(Span<byte> data, uint seed)
    {
        var (state, run, mask) = (seed, 0, 0u);
        for (var i = 0; i < data.Length; i++, run--)
        {
            if (run == 0)
            {
                mask = Draw(ref state) & 0xFF;
                run = (int)(Draw(ref state) & 0xF) + 1;
            }

            if (i >= sizeof(uint))
                data[i] ^= (byte)mask;
        }
    }

    static uint Draw(ref uint state)
    {
        state = unchecked(state * 214013 + 2531011);
        return (state >> 16) & 0x7FFF;
    }
}
