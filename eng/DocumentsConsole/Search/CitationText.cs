using System.Globalization;

namespace Asan.DocumentsConsole.Search;

/// <summary>A citation in words.</summary>
static class CitationText
{
    /// <returns>As <c>guides/insulin.hwpx, section 1, table 1, rows 2-4, page 3</c>: what is known, the document first.</returns>
    public static string Of(string documentId, Citation place)
    {
        string?[] parts =
        [
            documentId, Range("section", place.Section, place.Section), place.Article, Range("table", place.Table, place.Table),
            .. place.Table > 0
                ? new[] { Range("row", place.FirstRow, place.LastRow), Range("column", place.FirstColumn, place.LastColumn) }
                : [Range("paragraph", place.FirstParagraph, place.LastParagraph)],
            Range("page", place.FirstPage, place.LastPage) is { } pages && place.PagesAreApproximate ? $"{pages} or so" : Range("page", place.FirstPage, place.LastPage),
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    static string? Range(string what, int first, int last) => first <= 0
        ? null
        : last > first ? string.Create(CultureInfo.InvariantCulture, $"{what}s {first}-{last}") : string.Create(CultureInfo.InvariantCulture, $"{what} {first}");
}
