using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Configuration;

/// <summary>Replaces %Name% by the setting of that name, wherever an attribute or host.json allows it.</summary>
static partial class SettingReferences
{
    /// <exception cref="FormatException">A setting is not there, or blank. The message is a clause that follows the text.</exception>
    public static string Resolve(string text, IConfiguration configuration) => Reference().Replace(text, reference =>
        configuration[reference.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)] is { } value && !string.IsNullOrWhiteSpace(value)
            ? value
            : throw new FormatException($"names the setting {reference.Groups[1].Value}, which has no value"));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
