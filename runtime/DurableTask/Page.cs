namespace Microsoft.DurableTask;

/// <summary>Some values and where the next ones begin.</summary>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
    where T : notnull
{
    public IReadOnlyList<T> Values { get; } = values ?? throw new ArgumentNullException(nameof(values));

    /// <summary>Asks for the next page; null after the last.</summary>
    public string? ContinuationToken { get; } = continuationToken;
}
