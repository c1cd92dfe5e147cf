namespace Asan.Documents.Hwp;

/// <param name="Name">Null for normal text, which nobody needs to be told of.</param>
/// <param name="HeadingLevel">By its name; 0 when it is no heading.</param>
readonly record struct HwpStyle(string? Name, int HeadingLevel);
