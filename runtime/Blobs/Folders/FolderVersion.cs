using System.Globalization;
using System.Security.Cryptography;

namespace Asan.Runtime.Blobs.Folders;

/// <summary>A file's version, made of what the file system tells without reading it.</summary>
static class FolderVersion
{
    public static Blob? Find(string name, string path) => FileFacts.Find(path) is { } facts ? Of(name, facts) : null;

    public static Blob Of(string name, FileStream open) => Of(name, FileFacts.Of(open.SafeFileHandle));

    /// <summary>What a copied or restored file has in common with the one it was: size, time and content.</summary>
    public static async Task<string> IdentityAsync(Blob blob, Stream content, CancellationToken ct) =>
        Identity(blob, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)));

    static Blob Of(string name, FileFacts facts) => new(
        name,
        facts.Length,
        DateTimeOffset.UnixEpoch.AddTicks(facts.Written / 100),
        string.Create(CultureInfo.InvariantCulture, $"{facts.Length:x}-{facts.Written:x}-{facts.Changed:x}-{facts.Inode:x}"));

    static string Identity(Blob blob, string hash) => string.Create(CultureInfo.InvariantCulture, $"{blob.Length:x}-{blob.ModifiedAt.UtcTicks:x}-{hash}");
}
