namespace Asan.Documents.Doc;

/// <summary>A style as far as it matters here.</summary>
/// <param name="BuiltIn">Word's own number for it: 1 to 9 are the headings.</param>
/// <param name="Base">The style that it is based on; -1 when none.</param>
sealed record DocStyle(string Name, int BuiltIn, int Base, ParagraphProperties Paragraph, CharacterProperties Characters);
