namespace Asan.Documents.Exports.Docling;

/// <summary>The file that a document was read from.</summary>
/// <param name="BinaryHash">64 bits without a sign: a double would spoil it.</param>
public sealed record DoclingOrigin(string Mimetype, ulong BinaryHash, string Filename);
