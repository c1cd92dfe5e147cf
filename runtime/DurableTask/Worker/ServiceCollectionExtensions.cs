using Microsoft.DurableTask.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds workers for use outside Functions, which configures its own.</summary>
public static class ServiceCollectionExtensions
{
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        var builder = GetBuilder(services, name ?? Options.DefaultName, out var added);
        if (added)
            Register(services, builder);
        return builder;
    }

    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker(Options.DefaultName, configure);

    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = GetBuilder(services, name, out var added);
        configure(builder);
        if (added)
            Register(services, builder);
        return services;
    }

    static IDurableTaskWorkerBuilder GetBuilder(IServiceCollection services, string name, out bool added)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        return BuilderTable<IDurableTaskWorkerBuilder>.Of(services).GetOrAdd(name, () => new DefaultDurableTaskWorkerBuilder(name, services), out added);
    }

    static void Register(IServiceCollection services, IDurableTaskWorkerBuilder builder)
    {
        services.AddSingleton(builder.Build);
        services.AddOptions<DurableTaskWorkerOptions>(builder.Name).Configure<IServiceProvider>((options, provider) =>
        {
            if (!options.HasDataConverter)
                options.DataConverter = provider.GetService<DataConverter>();
        });
    }
}
