using System.Security.Cryptography;
using System.Text;
using Asan.Documents.Packing;
using Asan.Documents.Xml;
using Asan.Documents.Zip;

namespace Asan.Documents.Hwpx;

/// <summary>Opens entries with the password: AES-256 with keys by PBKDF2, each entry with salt and vector of its own, as the manifest tells.</summary>
sealed class HwpxProtection
{
    const int KeyLength = 32;
    const int MaximumIterations = 1_000_000;
    const int CheckedLength = 1024;

    readonly Dictionary<string, Sealed> entries;
    readonly byte[] startKey;
    readonly ParseBudget budget;

    readonly record struct Sealed(byte[] Vector, byte[] Salt, int Iterations, byte[] Checksum);

    HwpxProtection(Dictionary<string, Sealed> entries, string password, ParseBudget budget)
    {
        this.entries = entries;
        this.budget = budget;
        startKey = SHA256.HashData(Encoding.UTF8.GetBytes(password));
    }

    /// <returns>Null when nothing is protected.</returns>
    /// <exception cref="RefusedException">Something is, and there is no password.</exception>
    public static HwpxProtection? Read(ReadOnlySpan<byte> manifest, ParseBudget budget)
    {
        var entries = ReadEntries(manifest, budget.Limits.XmlDepth);
        if (entries.Count == 0)
            return null;
        return budget.Options.Password is { Length: > 0 } password
            ? new(entries, password, budget)
            : throw new RefusedException(RefusalCodes.PasswordRequired, "The document opens with a password, and none was given.");
    }

    static Dictionary<string, Sealed> ReadEntries(ReadOnlySpan<byte> manifest, int maximumDepth)
    {
        var entries = new Dictionary<string, Sealed>(StringComparer.OrdinalIgnoreCase);
        var xml = new XmlScanner(manifest, maximumDepth);
        string? path = null;
        var current = default(Sealed);
        while (xml.Read())
        {
            if (xml.Token != XmlToken.Start)
                continue;
            if (xml.Name.SequenceEqual("file-entry"u8))
                path = xml.Attribute("full-path"u8)?.Replace('\\', '/').TrimStart('/');
            else if (xml.Name.SequenceEqual("encryption-data"u8))
                current = new([], [], 0, Bytes(xml.Attribute("checksum"u8)));
            else if (xml.Name.SequenceEqual("algorithm"u8))
                current = current with { Vector = Bytes(xml.Attribute("initialisation-vector"u8)) };
            else if (xml.Name.SequenceEqual("key-derivation"u8))
                current = current with { Salt = Bytes(xml.Attribute("salt"u8)), Iterations = xml.Number("iteration-count"u8) };
            if (path is not null && current is { Vector.Length: 16, Salt.Length: > 0, Iterations: > 0 })
            {
                entries[path] = current;
                (path, current) = (null, default);
            }
            else if (path is not null && xml.Name.SequenceEqual("encryption-data"u8))
                entries.TryAdd(path, default);
        }

        return entries;
    }

    static byte[] Bytes(string? text)
    {
        var bytes = new byte[text?.Length ?? 0];
        return Convert.TryFromBase64String(text ?? "", bytes, out var length) ? bytes[..length] : [];
    }

    /// <returns>Null when this entry is not protected.</returns>
    /// <exception cref="RefusedException">The password does not open it.</exception>
    public UnpackedBytes? Read(ZipPackage zip, ZipEntry entry)
    {
        if (!entries.TryGetValue(entry.Name, out var seal))
            return null;
        if (seal.Vector is not { Length: 16 } || seal.Iterations > MaximumIterations)
            throw new RefusedException(RefusalCodes.UnsupportedEncryption, "The document is protected in a way that is not read here.");
        budget.CancellationToken.ThrowIfCancellationRequested();

        using var aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(startKey, seal.Salt, seal.Iterations, HashAlgorithmName.SHA1, KeyLength);
        using var enciphered = zip.Read(entry);
        var plain = aes.DecryptCbc(enciphered.Span[..(enciphered.Length & ~15)], seal.Vector, PaddingMode.None);
        var content = Inflater.Inflate(plain, budget);
        if (Fits(seal.Checksum, plain) || Fits(seal.Checksum, content.Span) || Fits(seal.Checksum, WithoutPadding(plain)))
            return content;
        content.Dispose();
        throw new RefusedException(RefusalCodes.WrongPassword, "The password does not open the document.");
    }

    static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> plain) => plain.IsEmpty || plain[^1] > plain.Length ? plain : plain[..^plain[^1]];

    // Of the first bytes: writers differ in whether they mean those before or after unpacking.
    static bool Fits(byte[] checksum, ReadOnlySpan<byte> bytes) =>
        checksum.AsSpan().SequenceEqual(SHA256.HashData(bytes[..Math.Min(bytes.Length, CheckedLength)]));
}
