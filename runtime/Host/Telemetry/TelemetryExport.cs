using Asan.Runtime.Durable.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>Sends spans and metrics by OTLP, as the variables OTEL_* say. A collector that is away costs requests nothing: what does not fit its queue is dropped.</summary>
sealed class TelemetryExport(IConfiguration configuration, IHostEnvironment environment) : IHostedService, IDisposable
{
    const int LastWords = 2_000; // ms

    static readonly string[] Sources = ["Microsoft.AspNetCore", "Microsoft.DurableTask", InvocationSpan.Source];
    static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql", EngineMeter.Name, HostMeter.Name];

    TracerProvider? traces;
    MeterProvider? metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        traces = global::OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Name)
            .AddSource(Sources)
            .AddProcessor(new DiscreetProcessor())
            .AddOtlpExporter()
            .Build();
        metrics = global::OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Name)
            .AddMeter(Meters)
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.ForceFlush(LastWords);
        metrics?.ForceFlush(LastWords);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    void Name(ResourceBuilder resource)
    {
        resource.AddService(configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : environment.ApplicationName, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}");
    }
}
