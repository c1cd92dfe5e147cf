namespace Microsoft.DurableTask.Abstractions;

/// <summary>Orders the versions of orchestrations.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>Below, at or above zero: no version comes before any; two <see cref="Version"/>s compare as such, other text ignoring case.</summary>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var sourceIsEmpty = string.IsNullOrWhiteSpace(sourceVersion);
        var otherIsEmpty = string.IsNullOrWhiteSpace(otherVersion);
        if (sourceIsEmpty || otherIsEmpty)
            return otherIsEmpty.CompareTo(sourceIsEmpty);

        return Version.TryParse(sourceVersion, out var source) && Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
