namespace Microsoft.DurableTask.Client;

/// <summary>How instances are purged: whether their children go with them.</summary>
public record PurgeInstanceOptions(bool Recursive = false);
