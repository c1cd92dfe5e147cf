namespace Asan.Documents;

/// <summary>What is in a document's sections: the body, its notes, and its furniture. Peers disagree on such numbers, so each says what it counts.</summary>
public sealed record DocumentCounts
{
    public int Sections { get; init; }

    public int Paragraphs { get; init; }

    /// <summary>UTF-16 units of typed text that are not white space.</summary>
    public int Characters { get; init; }

    public int Headings { get; init; }

    /// <summary>Paragraphs with a generated number or bullet.</summary>
    public int ListItems { get; init; }

    /// <summary>All tables, the nested included.</summary>
    public int Tables { get; init; }

    public int NestedTables { get; init; }

    public int Cells { get; init; }

    /// <summary>Cells that cover more than one place of their grid.</summary>
    public int MergedCells { get; init; }

    public int Pictures { get; init; }

    /// <summary>Charts, videos, and objects of other programs.</summary>
    public int EmbeddedObjects { get; init; }

    public int TextBoxes { get; init; }

    public int Equations { get; init; }

    /// <summary>Footnotes and endnotes.</summary>
    public int Notes { get; init; }

    /// <summary>Memos and hidden comments.</summary>
    public int Annotations { get; init; }

    public int HeadersAndFooters { get; init; }

    public int Fields { get; init; }

    public int Warnings { get; init; }

    internal static DocumentCounts Of(Document document)
    {
        var counter = new DocumentCounter();
        foreach (var section in document.Sections)
            counter.Add(section);
        return counter.Counts(document.Warnings.Count);
    }
}
