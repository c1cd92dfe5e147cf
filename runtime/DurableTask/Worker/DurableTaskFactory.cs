using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes the tasks of a registry, unversioned.</summary>
sealed class DurableTaskFactory(DurableTaskRegistry registry) : IDurableTaskFactory
{
    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = registry.TryGetActivity(name, default, out var create) ? create(serviceProvider) : null;
        return activity is not null;
    }

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = registry.TryGetOrchestrator(name, default, out var create) ? create(serviceProvider) : null;
        return orchestrator is not null;
    }
}
