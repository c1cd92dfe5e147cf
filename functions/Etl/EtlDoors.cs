using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Functions.Etl;

/// <summary>Registers what the doors of the loads need beside the workflows' own services.</summary>
static class EtlDoors
{
    /// <summary>When batches are looked for, unless a setting says otherwise. The official host has no defaults: there it must be set.</summary>
    const string EveryFiveMinutes = "0 */5 * * * *";

    public static IHostApplicationBuilder AddEtlDoors(this IHostApplicationBuilder builder)
    {
        builder.Configuration["Etl:Schedule"] ??= EveryFiveMinutes;
        builder.Services.AddSingleton<LoadOrderCheck>();
        return builder;
    }
}
