namespace Asan.Documents.Exports.Docling;

/// <summary>Where an item stands in the source.</summary>
/// <param name="PageNo">From 1.</param>
public sealed record DoclingProvenance(int PageNo);
