namespace Microsoft.DurableTask.Client;

/// <summary>Which ended instances to purge.</summary>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long one call may take; a call that runs out of it answers that it is not complete. Null sets no limit.</summary>
    public TimeSpan? Timeout { get; init; }
}
