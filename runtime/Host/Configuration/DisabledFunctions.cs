using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Configuration;

/// <summary>Which functions are left out: by the official settings AzureWebJobs.NAME.Disabled (or AzureWebJobs__NAME__Disabled), or since host.json names others.</summary>
static class DisabledFunctions
{
    public static Func<string, bool> Of(IConfiguration configuration)
    {
        var chosen = configuration.GetSection($"{HostJson.Section}:functions").GetChildren().Select(name => name.Value ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return name => chosen.Count > 0 && !chosen.Contains(name)
            || IsSet(configuration[$"AzureWebJobs.{name}.Disabled"])
            || IsSet(configuration[$"AzureWebJobs:{name}:Disabled"]);
    }

    static bool IsSet(string? value) => value is "1" || bool.TryParse(value, out var disabled) && disabled;
}
