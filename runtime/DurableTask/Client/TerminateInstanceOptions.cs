namespace Microsoft.DurableTask.Client;

/// <summary>How an instance is terminated: what it gives as its output, and whether its children end with it.</summary>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
