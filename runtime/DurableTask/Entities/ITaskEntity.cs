namespace Microsoft.DurableTask.Entities;

/// <summary>A durable entity. The embedded runtime runs none: registering one throws <see cref="NotSupportedException"/>.</summary>
public interface ITaskEntity
{
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}
