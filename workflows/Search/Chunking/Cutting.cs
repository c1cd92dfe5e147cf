using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Asan.Documents;
using Asan.Documents.Exports;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Chunking;

/// <summary>One walk through a document, from block to block, with the titles and the article it stands in.</summary>
sealed partial class Cutting(string? title, ChunkLimits limits)
{
    // Below every heading there can be; the parts of a law that are not marked as headings stand between.
    const int ArticleLevel = 1_000, PartLevel = 900;
    const string Parts = "편장절관";
    const int LongestPart = 60;

    readonly TitlePath path = new(title, limits.PathTokens);
    readonly PendingText pending = new();
    int ordinal;
    string? article, articleLine;
    // Of the table that was last begun: it may come in pieces.
    string tableLead = "";
    // Titles of the path that no chunk has shown yet: they are text themselves if none ever does.
    readonly List<(int Level, string Text, Position Position)> unshown = [];

    int Room => Math.Max(1, limits.Tokens - path.Tokens);

    public IEnumerable<Chunk> Cut(IEnumerable<Section> sections)
    {
        foreach (var section in sections)
            foreach (var chunk in Take(section))
                yield return chunk;
        foreach (var chunk in End())
            yield return chunk;
    }

    public async IAsyncEnumerable<Chunk> CutAsync(IAsyncEnumerable<Section> sections, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var section in sections.WithCancellation(ct))
            foreach (var chunk in Take(section))
                yield return chunk;
        foreach (var chunk in End())
            yield return chunk;
    }

    // Remarks are not part of the document: nobody who reads it sees them.
    IEnumerable<Chunk> Take(Section section) => Take(section.Blocks).Concat(
        section.LooseNotes.Where(note => note.Kind is NoteKind.Footnote or NoteKind.Endnote).SelectMany(note => Take(note.Blocks)));

    IEnumerable<Chunk> End() => Flush().Concat(EndTitles(int.MinValue));

    IEnumerable<Chunk> Take(IEnumerable<Block> blocks) => blocks.SelectMany(block => block switch
    {
        Table table when table.Columns <= 1 || table.Cells.Count <= 1 =>
            Take(table.Caption).Concat(table.Cells.Where(cell => cell.Row >= table.FirstRow).SelectMany(cell => Take(cell.Blocks))),
        Table table => Take(table),
        TextBox box => Take(box.Caption).Concat(Take(box.Blocks)),
        Picture picture => Take(picture.Caption).Concat(Add(picture.Description, picture.Position)),
        Equation equation => Take(equation.Caption).Concat(Add(equation.Script, equation.Position)),
        Paragraph paragraph => Take(paragraph),
        _ => [],
    });

    IEnumerable<Chunk> Take(Paragraph paragraph)
    {
        var text = ShownText.Clean(TextExport.Write([paragraph], TextOptions.Shown)).Trim();
        if (text.Length == 0)
            yield break;

        var number = ArticleOf(paragraph, text);
        var heading = paragraph.Heading?.Level ?? (number is null ? LevelOfPart(text) : ArticleLevel);
        if (heading is { } level)
        {
            foreach (var chunk in Flush())
                yield return chunk;
            foreach (var chunk in EndTitles(level))
                yield return chunk;
            if (number is not null)
                Begin(number, text, level);
            else if (Enter(level, text, paragraph.Position))
                yield break;
        }

        foreach (var chunk in Add(text, paragraph.Position))
            yield return chunk;
    }

    void Begin(string number, string text, int level)
    {
        path.Leave(level);
        (article, articleLine) = (number, text);
    }

    /// <returns>False when the path has no room for all of the title: then it is text too.</returns>
    bool Enter(int level, string text, Position position)
    {
        (article, articleLine) = (null, null);
        path.Enter(level, text);
        foreach (var title in unshown.Where(title => !path.Shown.Contains(title.Text)))
            pending.Add(title.Text, TokenEstimate.Of(title.Text), title.Position);
        unshown.RemoveAll(title => !path.Shown.Contains(title.Text));
        if (!path.Shown.Contains(text))
            return false;
        unshown.Add((level, text, position));
        return true;
    }

    IEnumerable<Chunk> Add(string? raw, Position position)
    {
        if (ShownText.Clean(raw ?? "").Trim() is not { Length: > 0 } text)
            yield break;

        var tokens = TokenEstimate.Of(text);
        // An article stays whole; the rest of one that is too long is cut as other text is, under its first line.
        var room = article is not null && articleLine is not null ? limits.ArticleTokens : Room;
        if (pending.Tokens > 0 && pending.Tokens + tokens > room)
        {
            foreach (var chunk in Flush())
                yield return chunk;
            room = Room;
        }

        if (tokens <= room)
        {
            pending.Add(text, tokens, position);
            yield break;
        }

        foreach (var piece in TextPieces.Cut(text, Room))
        {
            pending.Add(piece, TokenEstimate.Of(piece), position);
            foreach (var chunk in Flush())
                yield return chunk;
        }
    }

    IEnumerable<Chunk> Take(Table table)
    {
        if (table.FirstRow == 0)
            tableLead = string.Join(
                '\n', pending.TakeTableLead().Append(ShownText.Clean(TextExport.Write(table.Caption, TextOptions.Shown)).Trim()).Where(line => line.Length > 0));
        foreach (var chunk in Flush())
            yield return chunk;
        foreach (var piece in new TableCutting(table, tableLead, Room).Cut())
            yield return Chunk(piece.Text, piece.Cite(table) with { Article = article });
    }

    IEnumerable<Chunk> Flush()
    {
        if (pending.Tokens == 0)
            yield break;
        var (text, citation) = pending.Take();
        yield return Chunk(text, citation with { Article = article });
        if (article is not null && articleLine is { } line)
        {
            path.Enter(ArticleLevel, line);
            articleLine = null;
        }
    }

    /// <summary>A title that nothing stands under is a chunk of its own: the lowest, with those above it in its path.</summary>
    IEnumerable<Chunk> EndTitles(int nextLevel)
    {
        if (unshown.Count == 0 || unshown[^1].Level < nextLevel)
            yield break;
        var (_, text, position) = unshown[^1];
        yield return Chunk(text, new(
            position.Section, position.Paragraph, position.Paragraph, FirstPage: position.Page, LastPage: position.Page, PagesAreApproximate: position.PageIsApproximate));
    }

    Chunk Chunk(string text, Citation citation)
    {
        unshown.Clear();
        return new(ordinal++, path.Shown, text, citation);
    }

    static string? ArticleOf(Paragraph paragraph, string text)
    {
        var match = paragraph.Marker is { } marker && ArticleNumber().Match(marker.Text) is { Success: true } generated ? generated : ArticleBeginning().Match(text);
        return match.Success ? match.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal) : null;
    }

    // 제1편, 제2장, 제3절, 제4관 and 부칙, where nothing marks them as headings.
    static int? LevelOfPart(string text) => text.Length > LongestPart || PartBeginning().Match(text) is not { Success: true } match ? null
        : PartLevel + (match.Groups[1].Success ? Parts.IndexOf(match.Groups[1].Value, StringComparison.Ordinal) : 1);

    [GeneratedRegex(@"^(?:제 ?[0-9]{1,4} ?([편장절관])(?: ?의 ?[0-9]{1,3})?(?:\s[^.\t\n]*)?|부 ?칙(?:\s?[<(〈（].{0,50})?)$")]
    private static partial Regex PartBeginning();

    [GeneratedRegex(@"^(제 ?[0-9]{1,4} ?조(?: ?의 ?[0-9]{1,3})?)$")]
    private static partial Regex ArticleNumber();

    [GeneratedRegex(@"^(제 ?[0-9]{1,4} ?조(?: ?의 ?[0-9]{1,3})?)(?:\s*[(（\[【<〈]|\s+삭제|\s*$)", RegexOptions.Multiline)]
    private static partial Regex ArticleBeginning();
}
