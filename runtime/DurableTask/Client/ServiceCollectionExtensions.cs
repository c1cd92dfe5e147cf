using Microsoft.DurableTask.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds clients for use outside Functions, which get theirs by binding.</summary>
public static class ServiceCollectionExtensions
{
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        var builder = GetBuilder(services, name ?? Options.DefaultName, out var added);
        if (added)
            Register(services, builder);
        return builder;
    }

    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient(Options.DefaultName, configure);

    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = GetBuilder(services, name, out var added);
        configure(builder);
        if (added)
            Register(services, builder);
        return services;
    }

    static IDurableTaskClientBuilder GetBuilder(IServiceCollection services, string name, out bool added)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        return BuilderTable<IDurableTaskClientBuilder>.Of(services).GetOrAdd(name, () => new DefaultDurableTaskClientBuilder(name, services), out added);
    }

    static void Register(IServiceCollection services, IDurableTaskClientBuilder builder)
    {
        services.TryAddSingleton<IDurableTaskClientProvider, DefaultDurableTaskClientProvider>();
        services.AddSingleton(provider => new DurableTaskClientHolder(builder.Build(provider)));
        services.AddOptions<DurableTaskClientOptions>(builder.Name).Configure<IServiceProvider>((options, provider) =>
        {
            if (!options.HasDataConverter)
                options.DataConverter = provider.GetService<DataConverter>();
        });
        if (builder.Name == Options.DefaultName)
            builder.RegisterDirectly();
    }
}
