namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator, activity or entity; two names that differ only in case are the same name.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>A name as given; null gives the default value.</summary>
    public TaskName(string name) => Name = name;

    /// <summary>The name itself; null for the default value.</summary>
    public string Name { get; }

    /// <summary>Always empty: versions are <see cref="TaskVersion"/>s.</summary>
    [Obsolete("Refer to TaskVersion instead.")]
    public string Version => "";

    public static implicit operator string(TaskName value) => value.Name;

    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    public override string ToString() => Name;

    internal static TaskName Required(TaskName name) =>
        name == default ? throw new ArgumentException("A task must have a name.", nameof(name)) : name;
}
