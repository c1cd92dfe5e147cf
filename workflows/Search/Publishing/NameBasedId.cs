using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Asan.Workflows.Search.Publishing;

/// <summary>Ids made of names (RFC 9562, version 5): the same thing has the same id wherever and whenever it is made.</summary>
public static class NameBasedId
{
    // Any of our own: it only has to stay the same.
    static readonly Guid Documents = new("6f6d1e0a-0c0f-5d7e-9b0e-2f6c5a8d4e31");

    /// <summary>A document's version.</summary>
    public static Guid OfVersion(string documentId, string sha256) => Of(Documents, $"{documentId}\n{sha256}");

    /// <summary>A chunk of a version.</summary>
    public static Guid OfChunk(Guid version, int chunker, int ordinal) => Of(version, string.Create(null, stackalloc char[32], $"{chunker}/{ordinal}"));

    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 says SHA-1; nothing is kept secret or true by it")]
    static Guid Of(Guid space, string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var bytes = new byte[16 + text.Length];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        text.CopyTo(bytes, 16);

        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(bytes, hash);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
