namespace Asan.Documents.Numbering;

/// <summary>One level of a numbering.</summary>
/// <param name="Pattern">What is shown: <c>^1</c> to <c>^9</c> stand for the numbers of the levels, <c>^n</c> for all down to this one, <c>^N</c> for those with a dot at the end.</param>
readonly record struct NumberingLevel(string Pattern, NumberFormat Format, int Start);
