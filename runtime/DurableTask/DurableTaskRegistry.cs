using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

/// <summary>The tasks that a worker can run. A name is registered once for each version; a second time is an <see cref="ArgumentException"/>.</summary>
public sealed partial class DurableTaskRegistry
{
    readonly TaskTable<ITaskOrchestrator> orchestrators = new();
    readonly TaskTable<ITaskActivity> activities = new();

    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() => orchestrators.All;

    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() => activities.All;

    /// <summary>Nothing: no entity can be added.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskEntity>>> GetEntities() => [];

    internal bool TryGetOrchestrator(TaskName name, TaskVersion version, [NotNullWhen(true)] out Func<IServiceProvider, ITaskOrchestrator>? factory) =>
        orchestrators.TryGet(name, version, out factory);

    internal bool TryGetActivity(TaskName name, TaskVersion version, [NotNullWhen(true)] out Func<IServiceProvider, ITaskActivity>? factory) =>
        activities.TryGet(name, version, out factory);

    static Type Concrete<TTask>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return typeof(TTask).IsAssignableFrom(type) && type is { IsAbstract: false, ContainsGenericParameters: false }
            ? type
            : throw new ArgumentException($"{type} is not a concrete {typeof(TTask).Name}.", nameof(type));
    }
}
