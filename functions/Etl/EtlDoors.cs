using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Functions.Etl;

/// <summary>Registers what the doors of the loads need beside the workflows' own services.</summary>
static class EtlDoors
{
    public static IHostApplicationBuilder AddEtlDoors(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LoadOrderCheck>();
        return builder;
    }
}
