namespace Asan.Workflows.Search.Index;

/// <summary>A term that is looked for.</summary>
/// <param name="Count">How often the query says it: so many times it is worth its weight.</param>
readonly record struct QueryTerm(ulong Term, int Count);
