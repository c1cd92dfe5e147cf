using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Registers steps 3 to 13 of a load and what they are made of.</summary>
public static class CdmModule
{
    public static IServiceCollection AddCdm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CdmOptions>().Bind(configuration.GetSection(CdmOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<CdmBuild>();
    }

    public static DurableTaskRegistry AddCdm(this DurableTaskRegistry tasks) => tasks
        .AddActivity<LoadPlaces>()
        .AddActivity<LoadPersons>()
        .AddActivity<LoadVisits>()
        .AddActivity<LoadConditions>()
        .AddActivity<LoadDrugs>()
        .AddActivity<LoadProceduresAndDevices>()
        .AddActivity<LoadMeasurements>()
        .AddActivity<LoadObservations>()
        .AddActivity<LoadPeriodsAndCosts>()
        .AddActivity<LoadEras>()
        .AddActivity<PublishCdm>();
}
