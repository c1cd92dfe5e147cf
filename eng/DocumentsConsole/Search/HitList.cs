using System.Globalization;
using Spectre.Console;

namespace Asan.DocumentsConsole.Search;

/// <summary>What was found, as a person reads it: title, headings, the passage and where it stands.</summary>
static class HitList
{
    const int Indent = 4;

    static readonly Style Quiet = new(Color.Grey);

    public static void Print(IAnsiConsole console, Found found)
    {
        foreach (var (rank, hit) in found.Hits.Index())
        {
            if (rank > 0)
                console.WriteLine();
            Print(console, rank + 1, hit);
        }
        if (found.Hits.Count == 0)
            console.WriteLine("Nothing was found in the documents that this key's labels open (eng/grant --list names them).");
        if (found.Facets is { } facets)
        {
            console.WriteLine();
            PrintFacet(console, "formats", facets.Formats);
            PrintFacet(console, "labels", facets.Labels);
        }
    }

    static void Print(IAnsiConsole console, int rank, Hit hit)
    {
        var title = Screen.Line(hit.Title is { Length: > 0 } ? hit.Title : hit.DocumentId);
        console.Write(new Paragraph(string.Create(CultureInfo.InvariantCulture, $"{rank,2}. ")).Append(title, new Style(decoration: Decoration.Bold)).Append("\n"));
        // The highest of them is the title again.
        var path = hit.Path.SkipWhile(heading => heading == hit.Title).Select(Screen.Line).ToArray();
        if (path.Length > 0)
            console.Write(new Indented(new Text(string.Join(" > ", path), Quiet), Indent));
        console.Write(new Indented(MarkedText.Of(hit.Snippet), Indent));
        var citation = Screen.Line(CitationText.Of(hit.DocumentId, hit.Citation));
        console.Write(new Indented(new Text(string.Create(CultureInfo.InvariantCulture, $"{citation} (score {hit.Score:0.##})"), Color.Blue), Indent));
    }

    static void PrintFacet(IAnsiConsole console, string name, IReadOnlyList<FacetCount> counts)
    {
        if (counts.Count > 0)
            console.WriteLine($"{name}: {string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{Screen.Line(count.Value)} {count.Documents:N0}")))}");
    }
}
