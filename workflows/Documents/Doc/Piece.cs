namespace Asan.Documents.Doc;

/// <summary>A stretch of text that lies in one place of the file.</summary>
/// <param name="Start">Its first character, counted over all stories.</param>
/// <param name="End">The character behind its last.</param>
/// <param name="At">Where in the file it begins.</param>
/// <param name="IsWide">Two bytes a character (UTF-16), else one (Windows-1252).</param>
/// <param name="Properties">Changes to the properties of all of it; mostly none.</param>
readonly record struct Piece(int Start, int End, int At, bool IsWide, ReadOnlyMemory<byte> Properties);
