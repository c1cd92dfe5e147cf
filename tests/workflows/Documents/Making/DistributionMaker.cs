using System.Security.Cryptography;

namespace Asan.Documents.Making;

/// <summary>Enciphers a stream as distribution documents have it: the key lies in front, under a mask.</summary>
static class DistributionMaker
{
    public static byte[] Encipher(byte[] stream, uint seed)
    {
        var data = new byte[256];
        new Random(1).NextBytes(data);
        BitConverter.TryWriteBytes(data, seed);
        using var aes = Aes.Create();
        aes.Key = data[(4 + (int)(seed & 15))..][..16];
        var body = aes.EncryptEcb([.. stream, .. new byte[(16 - stream.Length % 16) % 16]], PaddingMode.None);

        // Masked twice is not masked at all, so this is the way back, too.
        var (state, run, mask) = (seed, 0, 0u);
        for (var i = 0; i < data.Length; i++, run--)
        {
            if (run == 0)
            {
                mask = (state = state * 214013 + 2531011) >> 16 & 0xFF;
                run = (int)((state = state * 214013 + 2531011) >> 16 & 0xF) + 1;
            }

            if (i >= 4)
                data[i] ^= (byte)mask;
        }

        return [.. BitConverter.GetBytes(0x1Cu | 256u << 20), .. data, .. body];
    }
}
