namespace Asan.Workflows.Search.Chunking;

/// <summary>A piece of a document that is found and cited as one.</summary>
/// <param name="Ordinal">Which chunk of its document, from 0.</param>
/// <param name="Path">The titles above it, the highest first; bounded, and part of what is searched.</param>
/// <param name="Text">Its text, cleaned of control and format characters. Rows of a table are lines with tabs between cells.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record Chunk(int Ordinal, IReadOnlyList<string> Path, string Text, Citation Citation);
