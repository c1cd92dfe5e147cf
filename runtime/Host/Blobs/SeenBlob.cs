using System.Security.Cryptography;
using System.Text;
using Asan.Runtime.Blobs;

namespace Asan.Runtime.Host.Blobs;

/// <summary>A blob that was found, and why its name is none that a function may have; null when it is.</summary>
sealed record SeenBlob(Blob Blob, string? Refusal)
{
    /// <summary>Tells the blob from all others, whatever the length of its name.</summary>
    public byte[] KeyIn(string source) => SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\0{Blob.Name}"));

    /// <summary>The name as text the database can hold.</summary>
    public string StorableName => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Blob.Name)).Replace('\0', '\uFFFD');
}
