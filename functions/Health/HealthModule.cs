using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Asan.Functions.Health;

/// <summary>What probes ask. A module adds a check of its own under one of the tags.</summary>
static class HealthModule
{
    /// <summary>Without it no request can be served.</summary>
    public const string Ready = "ready";

    /// <summary>Must hold once before the first request; probes do not ask again.</summary>
    public const string Startup = "startup";

    public static IHostApplicationBuilder AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<HealthReports>();
        builder.Services.AddHealthChecks().AddCheck<PostgresCheck>("postgres", tags: [Ready], timeout: TimeSpan.FromSeconds(2));
        return builder;
    }
}
