namespace Asan.Documents.Hwp;

/// <summary>What a character shape says of emphasis.</summary>
/// <param name="Size">In hundredths of a point.</param>
readonly record struct HwpCharShape(int Size, bool IsBold);
