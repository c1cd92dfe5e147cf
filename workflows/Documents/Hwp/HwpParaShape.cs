namespace Asan.Documents.Hwp;

/// <summary>What a paragraph shape says of numbers and levels.</summary>
/// <param name="Level">From 0.</param>
/// <param name="NumberingId">Of a numbering or bullet, from 1; 0 for none.</param>
readonly record struct HwpParaShape(HwpHead Head, int Level, int NumberingId);
