using Asan.Documents.Word;

namespace Asan.Documents.Doc;

/// <summary>What the reading of all stories of one document shares.</summary>
sealed class DocContext(ParseBudget budget)
{
    long taken;

    public ParseBudget Budget => budget;

    public required DocText Text { get; init; }

    public required DocStyles Styles { get; init; }

    public required DocLists Lists { get; init; }

    public required DocFonts Fonts { get; init; }

    public required DocPictures Pictures { get; init; }

    /// <summary>What hangs at places of the text.</summary>
    public required DocAnchors Anchors { get; init; }

    /// <summary>The places behind the last character of each section but the last.</summary>
    public required IReadOnlySet<int> SectionEnds { get; init; }

    /// <summary>
    /// Counts the characters of a story that is about to be read. Places say where stories lie, and nothing keeps a file from having a thousand notes
    /// that are each the whole of its text.
    /// </summary>
    /// <exception cref="RefusedException">The stories lie over each other, again and again.</exception>
    public void Take(long characters)
    {
        const int times = 4;
        taken += characters;
        if (taken > (Text.Length + 1024L) * times)
            throw new RefusedException(RefusalCodes.UnpacksTooLarge, $"Notes, boxes and headers lie over each other: together more than {times} times the text.");
    }

    public int Section { get; set; } = 1;

    public int Block { get; set; }

    public int Tables { get; set; }

    public Position At(CellAddress? cell) => new(Section, Block, cell?.Table ?? 0, cell?.Row + 1 ?? 0, cell?.Column + 1 ?? 0);
}
