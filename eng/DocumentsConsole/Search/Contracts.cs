namespace Asan.DocumentsConsole.Search;

/// <summary>What POST /api/search takes.</summary>
sealed record Question(string Query, int? Top, IReadOnlyList<string>? Labels, bool? Facets);

/// <summary>What it answers.</summary>
sealed record Found(IReadOnlyList<Hit> Hits, Facets? Facets);

/// <param name="Path">The titles above it, the highest first.</param>
sealed record Hit(string DocumentId, string? Title, string Format, double Score, IReadOnlyList<string> Path, Snippet Snippet, Citation Citation);

/// <param name="Highlights">Stretches that the question names, in UTF-16 units.</param>
sealed record Snippet(string Text, IReadOnlyList<Highlight> Highlights);

sealed record Highlight(int Start, int Length);

/// <summary>Where a passage stands. Numbers count from 1; 0 is "does not apply" or "not known".</summary>
/// <param name="Article">Of a law or rule, as <c>제3조</c>.</param>
sealed record Citation(
    int Section = 0, int FirstParagraph = 0, int LastParagraph = 0, string? Article = null, int Table = 0, int FirstRow = 0, int LastRow = 0,
    int FirstColumn = 0, int LastColumn = 0, int FirstPage = 0, int LastPage = 0, bool PagesAreApproximate = false);

sealed record Facets(IReadOnlyList<FacetCount> Formats, IReadOnlyList<FacetCount> Labels);

sealed record FacetCount(string Value, int Documents);
