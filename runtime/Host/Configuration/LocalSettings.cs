using System.Globalization;

namespace Asan.Runtime.Host.Configuration;

/// <summary>
/// local.settings.json, read as Core Tools does: Values and ConnectionStrings are put into the environment of the worker, unless they are there already,
/// and Host.LocalHttpPort is where the host listens if nothing else says so.
/// </summary>
sealed record LocalSettings(IReadOnlyDictionary<string, string?> Settings, string Url, IReadOnlyList<string> Unused)
{
    const string Values = "Values:";
    const string ConnectionStrings = "ConnectionStrings:";
    const string Port = "Host:LocalHttpPort";

    public static LocalSettings Read(string folder)
    {
        var path = Path.Combine(folder, "local.settings.json");
        var leaves = File.Exists(path) ? JsonSettings.Read(path) : new Dictionary<string, string?>();
        if (leaves.TryGetValue("IsEncrypted", out var encrypted) && bool.TryParse(encrypted, out var yes) && yes)
            throw new InvalidOperationException($"{path} is encrypted: decrypt it with 'func settings decrypt', or set IsEncrypted to false");

        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var unused = new List<string>();
        foreach (var (key, value) in leaves)
            if (key.StartsWith(Values, StringComparison.OrdinalIgnoreCase))
                settings[key[Values.Length..].Replace("__", ":", StringComparison.Ordinal)] = value;
            else if (key.StartsWith(ConnectionStrings, StringComparison.OrdinalIgnoreCase))
                settings[key] = value;
            else if (!key.Equals("IsEncrypted", StringComparison.OrdinalIgnoreCase) && !key.Equals(Port, StringComparison.OrdinalIgnoreCase))
                unused.Add(key);

        return new(settings, $"http://localhost:{PortOf(leaves.GetValueOrDefault(Port), path)}", unused);
    }

    static int PortOf(string? text, string path) =>
        text is null ? 7071
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port
        : throw new InvalidOperationException($"{path}: Host.LocalHttpPort is '{text}', which is no port");
}
