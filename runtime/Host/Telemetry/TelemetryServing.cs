using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>Registers the export of telemetry where a collector is named. Where none is, nobody listens and nothing is recorded.</summary>
static class TelemetryServing
{
    static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    public static void AddTo(IServiceCollection services, IConfiguration configuration)
    {
        if (IsWanted(configuration))
            services.AddHostedService<TelemetryExport>();
    }

    /// <summary>Also how much work waits, where there is an engine that has it.</summary>
    public static void AddBacklogTo(IServiceCollection services, IConfiguration configuration)
    {
        if (!IsWanted(configuration) || services.All(service => service.ServiceType != typeof(DurableEngineOptions)))
            return;

        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<BacklogWatch>(
            provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(EngineConnections.Polls)));
    }

    static bool IsWanted(IConfiguration configuration) => Endpoints.Any(endpoint => !string.IsNullOrWhiteSpace(configuration[endpoint]));
}
