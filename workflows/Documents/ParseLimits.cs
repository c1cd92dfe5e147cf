namespace Asan.Documents;

/// <summary>What a file may cost. Whatever goes beyond is refused by name.</summary>
public sealed record ParseLimits
{
    public static ParseLimits Default { get; } = new();

    public long FileBytes { get; init; } = 200L << 20;

    /// <summary>Bytes that one stream or entry may unpack to.</summary>
    public long StreamBytes { get; init; } = 128L << 20;

    /// <summary>Bytes that all streams or entries together may unpack to.</summary>
    public long UnpackedBytes { get; init; } = 512L << 20;

    /// <summary>How many bytes one packed byte may become, once a stream has unpacked to more than <see cref="RatioFloor"/>.</summary>
    public int Ratio { get; init; } = 200;

    public long RatioFloor { get; init; } = 16L << 20;

    /// <summary>Streams of a compound file or entries of a zip.</summary>
    public int Entries { get; init; } = 20_000;

    /// <summary>How deep tables, text boxes and notes may stand inside each other.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>How deep elements of XML may stand inside each other.</summary>
    public int XmlDepth { get; init; } = 256;

    /// <summary>Cells that all tables together may have.</summary>
    public int Cells { get; init; } = 1_000_000;

    /// <summary>Cells of tables that are read row by row and never held whole: of CSV and XLSX, those that are empty within a row included.</summary>
    public int StreamedCells { get; init; } = 5_000_000;

    /// <summary>Columns of such a table.</summary>
    public int Columns { get; init; } = 16_384;

    /// <summary>Lines with something in them of a plain text, which are paragraphs that are never held whole.</summary>
    public int Lines { get; init; } = 10_000_000;

    /// <summary>Characters of one cell of such a table.</summary>
    public int CellCharacters { get; init; } = 1 << 20;

    /// <summary>Characters of all text, where a file may say one text many times.</summary>
    public long Characters { get; init; } = 256L << 20;

    /// <summary>Places that the grids of all tables together may have: merged cells cover many.</summary>
    public int GridPlaces { get; init; } = 4_000_000;

    /// <summary>Objects, fields and notes in all paragraphs, with the shapes and styles they refer to.</summary>
    public int Objects { get; init; } = 2_000_000;

    public int Paragraphs { get; init; } = 4_000_000;

    /// <summary>Warnings that are kept; further ones are counted in the last.</summary>
    public int Warnings { get; init; } = 200;
}
