namespace Asan.Workflows.Search.Text;

/// <summary>A term of the index at a place of a text.</summary>
/// <param name="Term">A hash of 64 bits that stands for it (<see cref="TermHash"/>).</param>
/// <param name="Start">Where it begins in the text that was read, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
readonly record struct Token(ulong Term, int Start, int End);
