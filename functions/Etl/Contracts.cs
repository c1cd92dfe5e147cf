namespace Asan.Functions.Etl;

/// <summary>What a caller asks to be loaded. Names are those of blobs in the <c>sources</c> container.</summary>
/// <param name="Source">The kind of source: <c>synthea</c>.</param>
/// <param name="Location">The folder it lies in.</param>
/// <param name="Vocabulary">A folder or .zip with the vocabulary; null is the small one that comes with the platform.</param>
public sealed record LoadOrder(string? Source, string? Location, string? Vocabulary);

/// <summary>Some of a list, and the address of the next page; null on the last one.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Value, string? NextLink);
