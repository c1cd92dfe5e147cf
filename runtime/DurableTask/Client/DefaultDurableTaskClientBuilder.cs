using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Builds the client it was told to, giving it its name and what it asks of the services.</summary>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    Type? buildTarget;

    public string Name { get; } = name ?? Options.DefaultName;

    public IServiceCollection Services { get; } = services;

    public Type? BuildTarget
    {
        get => buildTarget;
        set => buildTarget = value is null || (!value.IsAbstract && value.IsSubclassOf(typeof(DurableTaskClient)))
            ? value
            : throw new ArgumentException($"{value} is not a concrete {nameof(DurableTaskClient)}.", nameof(value));
    }

    public DurableTaskClient Build(IServiceProvider serviceProvider) => buildTarget is null
        ? throw new InvalidOperationException($"The client '{Name}' has no type to build: call {nameof(DurableTaskBuilderExtensions.UseBuildTarget)}.")
        : (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, buildTarget, Name);
}
