using System.Reflection;
using Asan.Runtime.Host.Functions;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an application of functions begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the settings of host.json, local.settings.json, the environment and the command line, in rising order.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new FunctionsApplicationBuilder(args, () => FunctionDiscovery.Find(Assembly.GetEntryAssembly()!));
    }
}
