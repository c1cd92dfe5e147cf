using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Builds the worker it was told to, giving it its name, its tasks, and what it asks of the services.</summary>
public class DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services) : IDurableTaskWorkerBuilder
{
    Type? buildTarget;

    public string Name { get; } = name ?? Options.DefaultName;

    public IServiceCollection Services { get; } = services;

    public Type? BuildTarget
    {
        get => buildTarget;
        set => buildTarget = value is null || (!value.IsAbstract && value.IsSubclassOf(typeof(DurableTaskWorker)))
            ? value
            : throw new ArgumentException($"{value} is not a concrete {nameof(DurableTaskWorker)}.", nameof(value));
    }

    public IHostedService Build(IServiceProvider serviceProvider)
    {
        if (buildTarget is null)
            throw new InvalidOperationException($"The worker '{Name}' has no type to build: call {nameof(DurableTaskWorkerBuilderExtensions.UseBuildTarget)}.");

        var registry = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(Name);
        return (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, buildTarget, Name, new DurableTaskFactory(registry));
    }
}
