using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Asan.Documents.Hwp;

/// <summary>Opens the streams of documents with a password, of the one scheme that is known: EncryptVersion 4.</summary>
sealed class PasswordCipher : IDisposable
{
    public const uint KnownVersion = 4;

    const int BlockLength = 16;
    const int BatchBytes = 64;

    readonly Aes aes = Aes.Create();

    public PasswordCipher(string password)
    {
        aes.Key = Key(password);
    }

    public void Dispose() => aes.Dispose();

    // Each byte of the password has the byte before it, turned left by one bit, put in front.
    static byte[] Key(string password)
    {
        // The code page of passwords in Hangul is not known; what is known is ASCII.
        var bytes = Encoding.UTF8.GetBytes(password);
        var spread = new byte[bytes.Length * 2];
        byte previous = 236;
        for (var i = 0; i < bytes.Length; i++)
        {
            spread[2 * i] = byte.RotateLeft(previous, 1);
            spread[2 * i + 1] = previous = bytes[i];
        }

        return SHA1.HashData(spread)[..BlockLength];
    }

    /// <summary>AES in feedback of one bit: every bit takes a block of its own.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> stream, CancellationToken cancellationToken)
    {
        var plain = new byte[stream.Length];
        // The shift register at each bit is 128 bits of the ciphertext, with 128 zero bits before it. All of them are known before anything is
        // deciphered, so that blocks can be enciphered many at a time.
        var registers = new byte[BatchBytes * 8 * BlockLength];
        var enciphered = new byte[registers.Length];
        UInt128 register = 0;
        for (var from = 0; from < stream.Length; from += BatchBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(BatchBytes, stream.Length - from);
            for (var bit = 0; bit < count * 8; bit++)
            {
                BinaryPrimitives.WriteUInt128BigEndian(registers.AsSpan(bit * BlockLength), register);
                register = (register << 1) | (uint)((stream[from + bit / 8] >> (7 - bit % 8)) & 1);
            }

            var used = count * 8 * BlockLength;
            aes.EncryptEcb(registers.AsSpan(0, used), enciphered, PaddingMode.None);
            for (var bit = 0; bit < count * 8; bit++)
            {
                var cipher = (stream[from + bit / 8] >> (7 - bit % 8)) & 1;
                plain[from + bit / 8] |= (byte)((cipher ^ (enciphered[bit * BlockLength] >> 7)) << (7 - bit % 8));
            }
        }

        return plain;
    }
}
