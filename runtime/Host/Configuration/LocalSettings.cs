namespace Asan.Runtime.Host.Configuration;

/// <summary>The Values of local.settings.json: what Core Tools puts into the environment of a worker it starts, unless it is there already.</summary>
static class LocalSettings
{
    const string Values = "Values:";

    public static IReadOnlyDictionary<string, string?> Read(string folder)
    {
        var path = Path.Combine(folder, "local.settings.json");
        if (!File.Exists(path))
            return new Dictionary<string, string?>();

        var leaves = JsonSettings.Read(path);
        if (leaves.TryGetValue("IsEncrypted", out var encrypted) && bool.TryParse(encrypted, out var yes) && yes)
            throw new InvalidOperationException($"{path} is encrypted: decrypt it with 'func settings decrypt', or set IsEncrypted to false");

        return leaves
            .Where(leaf => leaf.Key.StartsWith(Values, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(leaf => leaf.Key[Values.Length..].Replace("__", ":"), leaf => leaf.Value, StringComparer.OrdinalIgnoreCase);
    }
}
