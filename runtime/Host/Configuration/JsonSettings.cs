using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Configuration;

/// <summary>A JSON settings file as flat keys.</summary>
static class JsonSettings
{
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: false).Build().AsEnumerable()
                .Where(setting => setting.Value is not null)
                .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {e.InnerException?.InnerException?.Message ?? e.InnerException?.Message}", e);
        }
    }
}
