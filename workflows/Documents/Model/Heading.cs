namespace Asan.Documents;

/// <summary>That a paragraph is a heading.</summary>
/// <param name="Level">From 1, the highest.</param>
public readonly record struct Heading(int Level, HeadingEvidence Evidence);
