using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Configuration;

/// <summary>host.json, the file both runtimes read. Its values sit below the environment, where AzureFunctionsJobHost__... overrides them.</summary>
sealed record HostJson(IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<string> Unused)
{
    public const string Section = "AzureFunctionsJobHost";

    // What ends in a colon stands for all below it.
    static readonly string[] Used =
    [
        "version", "functionTimeout", "functions:", "logging:logLevel:",
        "extensions:http:routePrefix", "extensions:http:maxConcurrentRequests", "extensions:http:maxOutstandingRequests", "extensions:http:customHeaders:",
        "extensions:durableTask:hubName", "extensions:durableTask:maxConcurrentActivityFunctions", "extensions:durableTask:maxConcurrentOrchestratorFunctions",
        "extensions:blobs:maxDegreeOfParallelism", "extensions:blobs:poisonBlobThreshold",
    ];

    /// <summary>Reads the file; an absent one is an empty one.</summary>
    public static HostJson Read(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
            return new(new Dictionary<string, string?>(), []);

        var leaves = JsonSettings.Read(path);
        if (leaves.TryGetValue("version", out var version) && version != "2.0")
            throw new InvalidOperationException($"{path}: version is '{version}'; this host reads 2.0");

        return new(
            leaves.ToDictionary(leaf => $"{Section}:{leaf.Key}", leaf => leaf.Value, StringComparer.OrdinalIgnoreCase),
            [.. leaves.Keys.Where(key => !IsUsed(key)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>A number of things at a time; null when the key is absent, or -1, which is without a bound.</summary>
    public static int? Limit(IConfiguration hostJson, string key) => hostJson[key] switch
    {
        null or "" or "-1" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 => limit,
        var text => throw new InvalidOperationException($"host.json: {key.Replace(':', '.')} is '{text}', which is neither a number from 1 nor -1"),
    };

    static bool IsUsed(string key) =>
        Used.Any(used => used.EndsWith(':') ? key.StartsWith(used, StringComparison.OrdinalIgnoreCase) : key.Equals(used, StringComparison.OrdinalIgnoreCase));
}
