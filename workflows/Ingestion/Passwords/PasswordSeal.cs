using System.Security.Cryptography;
using System.Text;

namespace Asan.Workflows.Ingestion.Passwords;

/// <summary>
/// Seals the passwords of files for the time between door and parser (AES-256-GCM, bound to the upload): the database holds what nobody can open who has
/// the database alone.
/// </summary>
public sealed class PasswordSeal(SealSecret secret)
{
    const int NonceBytes = 12;
    const int TagBytes = 16;

    /// <summary>The password, sealed for this upload; null for none.</summary>
    public byte[]? Close(Guid upload, string? password)
    {
        if (password is null)
            return null;

        var plain = Encoding.UTF8.GetBytes(password);
        var @sealed = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = @sealed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(secret.Key, TagBytes);
        aes.Encrypt(nonce, plain, @sealed.AsSpan(NonceBytes, plain.Length), @sealed.AsSpan(NonceBytes + plain.Length), upload.ToByteArray());
        CryptographicOperations.ZeroMemory(plain);
        return @sealed;
    }

    /// <summary>The password that was sealed for this upload; null for none.</summary>
    /// <exception cref="CryptographicException">It was sealed with another secret, or for another upload.</exception>
    public string? Open(Guid upload, byte[]? @sealed)
    {
        if (@sealed is null)
            return null;

        var length = @sealed.Length - NonceBytes - TagBytes;
        var plain = new byte[Math.Max(0, length)];
        using var aes = new AesGcm(secret.Key, TagBytes);
        aes.Decrypt(@sealed.AsSpan(0, NonceBytes), @sealed.AsSpan(NonceBytes, plain.Length), @sealed.AsSpan(@sealed.Length - TagBytes), plain, upload.ToByteArray());
        return Encoding.UTF8.GetString(plain);
    }
}
