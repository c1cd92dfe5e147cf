using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Asan.Runtime.Host.Keys;

/// <summary>The keys in a file of their own, which only its owner may read.</summary>
sealed record KeyFile(string MasterKey, IReadOnlyDictionary<string, string> FunctionKeys, IReadOnlyDictionary<string, string> SystemKeys)
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Keys that open one function each, by the function's name, then the key's.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Functions { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The file's keys; a file that is not there is made first. Of replicas that make it at once, one wins and all read the winner's.</summary>
    public static KeyFile ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);

        try
        {
            return JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Options) is { MasterKey.Length: > 0, FunctionKeys: not null, SystemKeys: not null } keys
                ? keys
                : throw new InvalidOperationException($"{path} lacks masterKey, functionKeys or systemKeys: complete it, or delete it to have new keys made");
        }
        catch (JsonException e)
        {
            // Without the parser's exception: it may quote the file, and the file is secrets.
            throw new InvalidOperationException($"{path} is not valid JSON (line {e.LineNumber + 1}): mend it, or delete it to have new keys made");
        }
    }

    static void Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);

        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(draft, options))
            {
                JsonSerializer.Serialize(file, Random(), Options);
                file.Flush(flushToDisk: true);
            }

            Publish(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    static KeyFile Random() => new(
        RandomKey(),
        new Dictionary<string, string> { ["default"] = RandomKey() },
        new Dictionary<string, string> { [KeyRing.DurableExtension] = RandomKey() });

    static string RandomKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(40)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // Only link(2) both publishes a whole file and fails when the name is taken. File.Move looks first and renames then, so the later of
    // two replicas would replace keys that the earlier one has already read.
    static void Publish(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
            }
        }
        else if (Link(draft, path) != 0 && !File.Exists(path))
        {
            throw new IOException($"{path} cannot be made: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string made);
}
