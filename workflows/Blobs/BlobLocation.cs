namespace Asan.Workflows.Blobs;

/// <summary>A path inside a container, or the reason why the name has none: one of the two is null.</summary>
public sealed record BlobLocation(string? Path, string? Refusal);
