namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which durable entities to list.</summary>
public record EntityQuery
{
    public const int DefaultPageSize = 100;

    readonly string? instanceIdStartsWith;

    /// <summary>A prefix of the id; the leading @ may be left out, and case matters in the key only.</summary>
    public string? InstanceIdStartsWith
    {
        get => instanceIdStartsWith;
        init => instanceIdStartsWith = value is null ? null : Normalize(value.StartsWith('@') ? value : $"@{value}");
    }

    public DateTimeOffset? LastModifiedFrom { get; init; }

    public DateTimeOffset? LastModifiedTo { get; init; }

    public bool IncludeState { get; init; } = true;

    public bool IncludeTransient { get; init; }

    public int? PageSize { get; init; }

    public string? ContinuationToken { get; init; }

    static string Normalize(string prefix) => prefix.IndexOf('@', 1) is var key and > 0
        ? prefix[..key].ToLowerInvariant() + prefix[key..]
        : prefix.ToLowerInvariant();
}
