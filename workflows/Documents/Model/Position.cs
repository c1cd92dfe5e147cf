using System.Globalization;
using System.Text;

namespace Asan.Documents;

/// <summary>Where something stands, as a person would cite it. All numbers count from 1; 0 means "does not apply" or "not known".</summary>
/// <param name="Section">Which section.</param>
/// <param name="Paragraph">Which of the section's own paragraphs; what stands in a table, note or box has the number of the paragraph that holds it.</param>
/// <param name="Table">Which table of the document, in reading order, for what stands in one; the innermost where tables are nested.</param>
/// <param name="Row">The row of the cell in that table.</param>
/// <param name="Column">The column of the cell in that table.</param>
/// <param name="Page">The page, when the format tells it or the file has kept line breaks.</param>
/// <param name="PageIsApproximate">The page is counted from line breaks the writer left, which may be old.</param>
public readonly record struct Position(
    int Section, int Paragraph, int Table = 0, int Row = 0, int Column = 0, int Page = 0, bool PageIsApproximate = false)
{
    /// <summary><c>section 1, paragraph 12, table 3, row 2, column 1, about page 4</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"section {Section}, paragraph {Paragraph}");
        if (Table > 0)
            text.Append(CultureInfo.InvariantCulture, $", table {Table}");
        if (Row > 0)
            text.Append(CultureInfo.InvariantCulture, $", row {Row}, column {Column}");
        if (Page > 0)
            text.Append(CultureInfo.InvariantCulture, $", {(PageIsApproximate ? "about page" : "page")} {Page}");
        return text.ToString();
    }
}
