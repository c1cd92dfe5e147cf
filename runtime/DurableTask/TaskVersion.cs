namespace Microsoft.DurableTask;

/// <summary>The version of an orchestrator or activity; empty means unversioned, and case does not matter.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>The version of a task that has none.</summary>
    public static readonly TaskVersion Unversioned = default;

    readonly string? version;

    /// <summary>A version as given; null and the empty string are both unversioned.</summary>
    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
            throw new ArgumentException("A version may be empty or null, which is unversioned, but not white space alone.", nameof(version));

        this.version = version;
    }

    /// <summary>The version's text; never null.</summary>
    public string Version => version ?? "";

    public static implicit operator string(TaskVersion value) => value.Version;

    public static implicit operator TaskVersion(string? value) => new(value);

    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
