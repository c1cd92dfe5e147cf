namespace Microsoft.DurableTask;

/// <summary>The untyped input of a task, given to code that expects a type.</summary>
static class TaskInput
{
    /// <summary>The input as its type; null becomes the type's default, since whether null will do is the task's to say.</summary>
    /// <exception cref="ArgumentException">The input is of another type.</exception>
    public static T As<T>(object? input) => input switch
    {
        T typed => typed,
        null => default!,
        _ => throw new ArgumentException($"Input type '{input.GetType()}' does not match expected type '{typeof(T)}'."),
    };
}
