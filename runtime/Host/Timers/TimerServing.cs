using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Timers;

/// <summary>Registers the timers. They are remembered in the engine's database, under its task hub.</summary>
static class TimerServing
{
    public static void AddTo(IServiceCollection services, IConfiguration configuration, FunctionCatalog catalog)
    {
        services.AddSingleton(new TimerFunctions(catalog, configuration));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ScheduleStore>(
            provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(EngineConnections.Schedules)));
        services.AddSingleton<TimerRun>();
        services.AddHostedService<TimerService>();
    }
}
