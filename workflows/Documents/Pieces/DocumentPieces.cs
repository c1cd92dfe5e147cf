namespace Asan.Documents.Pieces;

/// <summary>
/// A document that comes in pieces, each small whatever the document's size: its head, its sections, its embedded files, its tail. Each is asked for
/// once, in this order. A parser that need not hold the document reads on as the sections are asked for, and may refuse the file then.
/// </summary>
/// <param name="warnings">The parser's warnings, when all sections were read.</param>
public sealed class DocumentPieces(DocumentHead head, IEnumerable<Section> sections, IEnumerable<EmbeddedFile> files, Func<IReadOnlyList<ParseWarning>> warnings)
{
    readonly DocumentCounter counter = new();
    bool hasContent;

    public DocumentHead Head => head;

    /// <summary>What a whole document gives.</summary>
    public static DocumentPieces Of(Document document)
    {
        var head = new DocumentHead
        {
            Format = document.Format,
            FormatVersion = document.FormatVersion,
            Metadata = document.Metadata,
            MasterPages = document.MasterPages,
            Files = [.. document.Files.Select(file => new EmbeddedFileName(file.Name, file.MediaType, file.Bytes.Length))],
        };
        return new(head, document.Sections.SelectMany(PieceCutting.Cut), document.Files, () => document.Warnings);
    }

    /// <summary>The body. A long section is cut: <see cref="Section.Continues"/>.</summary>
    /// <exception cref="RefusedException">A limit is passed on the way, or nothing could be read. That nothing could is told before any section is given.</exception>
    public IEnumerable<Section> Sections()
    {
        var empty = new List<Section>();
        foreach (var section in sections)
        {
            counter.Add(section);
            if (!hasContent && !HasContent())
            {
                empty.Add(section);
                continue;
            }

            hasContent = true;
            foreach (var before in empty)
                yield return before;
            empty.Clear();
            yield return section;
        }

        // A damaged file that yields nothing was not read. A whole one may be empty, but nobody should take that for a document's text.
        if (!hasContent && (empty.Count == 0 || warnings().Count > 0))
            throw new RefusedException(RefusalCodes.Damaged, "The file is damaged, and nothing in it could be recovered.");
        foreach (var section in empty)
            yield return section;
    }

    public IEnumerable<EmbeddedFile> Files() => files;

    public DocumentTail Tail()
    {
        IReadOnlyList<ParseWarning> all = hasContent ? warnings() : [new(WarningCodes.NoText, "There is no text in this document.")];
        return new(all, counter.Counts(all.Count));
    }

    bool HasContent() =>
        counter.Counts(0) is { Characters: > 0 } or { Pictures: > 0 } or { EmbeddedObjects: > 0 } or { Equations: > 0 } or { Cells: > 0 };
}
