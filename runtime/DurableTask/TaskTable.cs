using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>The registered tasks of one kind, by name and version, both regardless of case.</summary>
sealed class TaskTable<TTask>
{
    readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, TTask>> factories = [];
    readonly HashSet<TaskName> versioned = [];

    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, TTask>>> All => factories.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    public void Add(TaskName name, TaskVersion version, Func<IServiceProvider, TTask> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (!factories.TryAdd((TaskName.Required(name), version), factory))
            throw new ArgumentException($"{typeof(TTask).Name} '{name}'{(version == default ? "" : $" of version '{version.Version}'")} is already added.", nameof(name));
        if (version != default)
            versioned.Add(name);
    }

    /// <summary>The task of exactly that version; else the unversioned one, unless the name is registered with any version.</summary>
    public bool TryGet(TaskName name, TaskVersion version, [NotNullWhen(true)] out Func<IServiceProvider, TTask>? factory) =>
        factories.TryGetValue((name, version), out factory)
        || (!versioned.Contains(name) && factories.TryGetValue((name, default), out factory));
}
