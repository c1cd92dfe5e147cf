namespace Microsoft.DurableTask.Entities;

/// <summary>How a durable entity is called; there is nothing to choose yet.</summary>
public record CallEntityOptions;
