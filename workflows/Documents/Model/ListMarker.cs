namespace Asan.Documents;

/// <summary>A number or bullet that the program writes in front of a paragraph.</summary>
/// <param name="Text">As it is shown: <c>제3조</c>, <c>3.2.</c>, <c>가)</c>, <c>●</c>. Empty when the format shows nothing at this level.</param>
/// <param name="Level">How deep, from 1.</param>
/// <param name="IsOrdered">A number, not a bullet.</param>
public sealed record ListMarker(string Text, int Level, bool IsOrdered);
