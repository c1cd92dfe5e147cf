using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Admin;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Timers;

/// <summary>Registers the timers. They are remembered in the engine's database, under its task hub.</summary>
static class TimerServing
{
    public static void AddTo(IServiceCollection services, IConfiguration configuration, FunctionCatalog catalog)
    {
        var timers = new TimerFunctions(catalog, configuration);
        services.AddSingleton(timers);
        foreach (var timer in timers.All)
            services.AddSingleton(provider => new ManualTrigger(timer.Name, (_, ct) =>
                provider.GetRequiredService<FunctionRunner>().RunAsync(timer.Function, new TimerInfo(), new Dictionary<string, object?>(), Attempt.Only, ct)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ScheduleStore>(
            provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(EngineConnections.Schedules)));
        services.AddSingleton<TimerRun>();
        services.AddHostedService<TimerService>();
    }
}
