using System.Security.Cryptography;
using System.Text;

namespace Asan.Workflows.Ingestion.Passwords;

/// <summary>The secret that seals passwords of files: from a setting, or from a file that is made at first use and read by its owner alone.</summary>
public sealed class SealSecret(IngestionOptions options)
{
    const int Bytes = 32;

    readonly Lazy<byte[]> key = new(() => Read(options));

    /// <exception cref="InvalidOperationException">Neither setting is there, or what it names is no such secret.</exception>
    internal byte[] Key => key.Value;

    /// <summary>Whether a password can be taken at all.</summary>
    public bool IsSet => options.Secret.Length > 0 || options.SecretFile.Length > 0;

    static byte[] Read(IngestionOptions options)
    {
        if (options.Secret.Length > 0)
            return Parse(options.Secret, "Ingestion:Secret");
        if (options.SecretFile.Length == 0)
            throw new InvalidOperationException("Passwords of files are not taken here: set Ingestion:SecretFile, or Ingestion:Secret from a secret.");
        if (!File.Exists(options.SecretFile))
            Create(options.SecretFile);
        return Parse(File.ReadAllText(options.SecretFile).Trim(), options.SecretFile);
    }

    static byte[] Parse(string text, string from)
    {
        var bytes = new byte[Bytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Bytes
            ? bytes
            : throw new InvalidOperationException($"{from} does not hold {Bytes} bytes in Base64: put such a secret there, or take it away to have one made.");
    }

    // Of replicas that make it at once one wins, since the name can be made new once, and all read the winner's. It is written in one stroke.
    static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var made = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(path, made);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes))));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another replica was quicker.
        }
    }
}
