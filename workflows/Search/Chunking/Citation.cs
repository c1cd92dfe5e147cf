namespace Asan.Workflows.Search.Chunking;

/// <summary>Where a chunk stands, as a person would cite it. Numbers count from 1; 0 means "does not apply" or "not known".</summary>
/// <param name="Section">Which section of the document.</param>
/// <param name="FirstParagraph">The first of that section's own paragraphs that the chunk holds something of.</param>
/// <param name="LastParagraph">The last.</param>
/// <param name="Article">The article of a law or rule that the text belongs to, as <c>제3조</c>; null when none.</param>
/// <param name="Table">Which table of the document, for rows of one.</param>
/// <param name="FirstRow">The first of that table's rows in the chunk, its repeated header not counted.</param>
/// <param name="LastRow">The last.</param>
/// <param name="FirstColumn">The first of that table's columns in the chunk; rows are cut only where one alone is too large.</param>
/// <param name="LastColumn">The last.</param>
/// <param name="FirstPage">The page it begins on.</param>
/// <param name="LastPage">The page it ends on.</param>
/// <param name="PagesAreApproximate">The pages are counted from line breaks that may be old.</param>
public sealed record Citation(
    int Section,
    int FirstParagraph,
    int LastParagraph,
    string? Article = null,
    int Table = 0,
    int FirstRow = 0,
    int LastRow = 0,
    int FirstColumn = 0,
    int LastColumn = 0,
    int FirstPage = 0,
    int LastPage = 0,
    bool PagesAreApproximate = false);
