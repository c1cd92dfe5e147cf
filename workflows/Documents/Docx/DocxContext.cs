using Asan.Documents.Word;
using DocumentFormat.OpenXml.Packaging;

namespace Asan.Documents.Docx;

/// <summary>What the reading of all parts of one document shares.</summary>
sealed class DocxContext(ParseBudget budget)
{
    public ParseBudget Budget => budget;

    public required DocxStyles Styles { get; init; }

    public required DocxLists Lists { get; init; }

    public required DocxNotes Footnotes { get; init; }

    public required DocxNotes Endnotes { get; init; }

    public required DocxNotes Comments { get; init; }

    public DocxFiles Files { get; } = new(budget);

    /// <summary>Whether the writer left marks of where its pages ended; without them no page is known.</summary>
    public required bool HasPages { get; init; }

    public int Section { get; set; } = 1;

    /// <summary>Which of the section's own blocks is being read, from 1.</summary>
    public int Block { get; set; }

    public int Page { get; set; } = 1;

    public int Tables { get; set; }

    /// <summary>The part of the notes of a kind, whose relationships their pictures and links go by.</summary>
    public required Func<NoteKind, OpenXmlPart?> PartOf { get; init; }

    public Note ReadNote(Element note, NoteKind kind, string mark, Position position, int depth) => new()
    {
        Kind = kind,
        Mark = mark,
        Author = note.Attribute("author") is { Length: > 0 } author ? TextBuilder.WellFormed(author) : null,
        Position = position,
        Blocks = PartOf(kind) is { } part ? new BlockReader(new Story(this, part)).Read(note.Children, cell: null, depth) : [],
    };

    public Position At(CellAddress? cell) => new(
        Section, Block, cell?.Table ?? 0, cell?.Row + 1 ?? 0, cell?.Column + 1 ?? 0, HasPages ? Page : 0, HasPages);
}
