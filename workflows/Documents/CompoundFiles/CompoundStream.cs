namespace Asan.Documents.CompoundFiles;

/// <summary>The bytes of a stream.</summary>
/// <param name="Bytes">What could be read: a piece of the file itself where the sectors lie in a row, else a copy.</param>
/// <param name="IsWhole">False when sectors are missing, loop or lie outside the file; then <see cref="Bytes"/> end where they do.</param>
public readonly record struct CompoundStream(ReadOnlyMemory<byte> Bytes, bool IsWhole);
