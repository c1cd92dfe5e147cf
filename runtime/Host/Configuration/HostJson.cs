namespace Asan.Runtime.Host.Configuration;

/// <summary>host.json, the file both runtimes read. Its values sit below the environment, where AzureFunctionsJobHost__... overrides them.</summary>
sealed record HostJson(IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<string> Unused)
{
    public const string Section = "AzureFunctionsJobHost";

    static readonly string[] Used = ["version", "functionTimeout", "logging:logLevel:", "extensions:http:routePrefix", "extensions:durableTask:hubName", "extensions:blobs:maxDegreeOfParallelism", "extensions:blobs:poisonBlobThreshold"];

    /// <summary>Reads the file; an absent one is an empty one.</summary>
    public static HostJson Read(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
            return new(new Dictionary<string, string?>(), []);

        var leaves = JsonSettings.Read(path);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in leaves)
        {
            settings[$"{Section}:{key}"] = value;
            if (key.StartsWith("logging:logLevel:", StringComparison.OrdinalIgnoreCase))
                settings[$"Logging:LogLevel:{key["logging:logLevel:".Length..]}"] = value;
        }

        return new(settings, [.. leaves.Keys.Where(key => !IsUsed(key)).Order(StringComparer.Ordinal)]);
    }

    static bool IsUsed(string key) =>
        Used.Any(used => used.EndsWith(':') ? key.StartsWith(used, StringComparison.OrdinalIgnoreCase) : key.Equals(used, StringComparison.OrdinalIgnoreCase));
}
