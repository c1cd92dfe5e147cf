namespace Microsoft.DurableTask;

/// <summary>Names, and may version, the class of an orchestrator, activity or entity; without it the class's own name is used.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new(name);

    public string? Version { get; set; }

    /// <summary>The name of a task's class: the attribute's, else the class's own.</summary>
    internal static TaskName NameOf(Type type) => Of(type) is { Name: var name } && name != default ? name : new(type.Name);

    internal static TaskVersion VersionOf(Type type) => new(Of(type)?.Version);

    static DurableTaskAttribute? Of(Type type) => (DurableTaskAttribute?)GetCustomAttribute(type, typeof(DurableTaskAttribute));
}
