using Asan.Runtime.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Builder;

/// <summary>Where settings come from: host.json, local.settings.json, the environment, the command line; the later wins.</summary>
sealed record HostSettings(string Folder, string Environment, HostJson HostJson, LocalSettings Local)
{
    /// <summary>Names the folder of host.json and local.settings.json, on the official host as well.</summary>
    const string ScriptRoot = "AzureWebJobsScriptRoot";

    const string EnvironmentName = "AZURE_FUNCTIONS_ENVIRONMENT";

    public static HostSettings Read(string[] args)
    {
        var given = Given(new ConfigurationBuilder(), args).Build();
        var folder = given[ScriptRoot] is { Length: > 0 } root ? Path.GetFullPath(root) : AppContext.BaseDirectory;
        var local = LocalSettings.Read(folder);
        return new(
            folder,
            given["environment"] ?? given[EnvironmentName] ?? local.Settings.GetValueOrDefault(EnvironmentName) ?? "Production",
            HostJson.Read(folder),
            local);
    }

    public void AddTo(IConfigurationBuilder configuration, string[] args)
    {
        configuration.AddInMemoryCollection(HostJson.Settings);
        configuration.AddInMemoryCollection(Local.Settings);
        Given(configuration, args);
    }

    static IConfigurationBuilder Given(IConfigurationBuilder configuration, string[] args) => configuration
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables("DOTNET_")
        .AddEnvironmentVariables()
        .AddCommandLine(args);
}
