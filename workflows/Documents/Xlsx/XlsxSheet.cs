namespace Asan.Documents.Xlsx;

/// <summary>A sheet as the workbook lists it.</summary>
/// <param name="Part">The name of the part that holds it.</param>
sealed record XlsxSheet(string Name, string Part, bool IsHidden);
