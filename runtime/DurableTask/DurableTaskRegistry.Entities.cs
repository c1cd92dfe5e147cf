using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

public sealed partial class DurableTaskRegistry
{
    /// <exception cref="NotSupportedException">Always: this runtime has no durable entities.</exception>
    public DurableTaskRegistry AddEntity(TaskName name, Func<IServiceProvider, ITaskEntity> factory) => throw NoEntities();

    /// <inheritdoc cref="AddEntity(TaskName, Func{IServiceProvider, ITaskEntity})"/>
    public DurableTaskRegistry AddEntity(TaskName name, Type type) => throw NoEntities();

    /// <inheritdoc cref="AddEntity(TaskName, Func{IServiceProvider, ITaskEntity})"/>
    public DurableTaskRegistry AddEntity(Type type) => throw NoEntities();

    /// <inheritdoc cref="AddEntity(TaskName, Func{IServiceProvider, ITaskEntity})"/>
    public DurableTaskRegistry AddEntity<TEntity>(TaskName name)
        where TEntity : class, ITaskEntity => throw NoEntities();

    /// <inheritdoc cref="AddEntity(TaskName, Func{IServiceProvider, ITaskEntity})"/>
    public DurableTaskRegistry AddEntity<TEntity>()
        where TEntity : class, ITaskEntity => throw NoEntities();

    /// <inheritdoc cref="AddEntity(TaskName, Func{IServiceProvider, ITaskEntity})"/>
    public DurableTaskRegistry AddEntity(TaskName name, ITaskEntity entity) => throw NoEntities();

    /// <inheritdoc cref="AddEntity(TaskName, Func{IServiceProvider, ITaskEntity})"/>
    public DurableTaskRegistry AddEntity(ITaskEntity entity) => throw NoEntities();

    static NotSupportedException NoEntities() => new("This runtime has no durable entities; keep such state in a table, or in an orchestration.");
}
