namespace Asan.Documents;

/// <summary>
/// Counts what one file costs against its limits and collects its warnings; one per file, not shared between threads.
/// Each method refuses by name (<see cref="RefusedException"/>) when a limit is passed.
/// </summary>
public sealed class ParseBudget(ParseOptions options, CancellationToken cancellationToken)
{
    readonly ParseLimits limits = options.Limits;
    readonly List<ParseWarning> warnings = [];
    long unpacked;
    long gridPlaces;
    long characters;
    int cells;
    int streamedCells;
    int lines;
    int textLines;
    int paragraphs;
    int objects;
    int suppressed;

    public ParseOptions Options => options;

    public ParseLimits Limits => limits;

    public CancellationToken CancellationToken => cancellationToken;

    public int WarningCount => warnings.Count + suppressed;

    /// <summary>Call with every block of bytes that came out of a packed or encrypted stream.</summary>
    /// <param name="added">Bytes since the last call.</param>
    /// <param name="packed">The size of the stream as it lies in the file.</param>
    /// <param name="soFar">All bytes of this stream so far, <paramref name="added"/> included.</param>
    public void Unpacked(long added, long packed, long soFar)
    {
        cancellationToken.ThrowIfCancellationRequested();
        unpacked += added;
        if (soFar > limits.RatioFloor && soFar / Math.Max(packed, 1) > limits.Ratio)
            throw new RefusedException(RefusalCodes.RatioTooHigh, $"A stream unpacks to more than {limits.Ratio} times its size.");
        if (soFar > limits.StreamBytes)
            throw new RefusedException(RefusalCodes.UnpacksTooLarge, $"A stream unpacks to more than {limits.StreamBytes:N0} bytes.");
        if (unpacked > limits.UnpackedBytes)
            throw new RefusedException(RefusalCodes.UnpacksTooLarge, $"The file unpacks to more than {limits.UnpackedBytes:N0} bytes.");
    }

    public void Entries(long count)
    {
        if (count > limits.Entries)
            throw new RefusedException(RefusalCodes.TooManyEntries, $"The file holds more than {limits.Entries:N0} streams or entries.");
    }

    /// <summary>Call for each cell that is read.</summary>
    public void Cell()
    {
        if (++cells > limits.Cells)
            throw new RefusedException(RefusalCodes.TooManyCells, $"The tables have more than {limits.Cells:N0} cells.");
    }

    /// <summary>Call with the size of a table, before anything is made of that size.</summary>
    /// <param name="counted">How many places of it were counted before, when it grows.</param>
    public void Grid(long rows, long columns, long counted = 0)
    {
        var places = rows * columns;
        if (places > limits.Cells || (gridPlaces += places - counted) > limits.GridPlaces)
            throw new RefusedException(RefusalCodes.TooManyCells, $"A table of {rows:N0} rows by {columns:N0} columns is more than the limit for cells allows.");
    }

    /// <summary>Call for each row of a table that is read row by row.</summary>
    /// <param name="columns">Up to the row's last cell with something in it.</param>
    public void Row(int columns)
    {
        Line();
        if (columns > limits.Columns)
            throw new RefusedException(RefusalCodes.TooManyCells, $"A row has more than {limits.Columns:N0} columns.");
        if ((streamedCells += columns) > limits.StreamedCells)
            throw new RefusedException(RefusalCodes.TooManyCells, $"The tables have more than {limits.StreamedCells:N0} cells.");
    }

    /// <summary>Call with the text of each cell, where one text may be said in many.</summary>
    public void Characters(int count)
    {
        if ((characters += count) > limits.Characters)
            throw new RefusedException(RefusalCodes.UnpacksTooLarge, $"The document has more than {limits.Characters:N0} characters.");
    }

    /// <summary>Call for each line of plain text that is a paragraph.</summary>
    public void TextLine()
    {
        Line();
        if (++textLines > limits.Lines)
            throw new RefusedException(RefusalCodes.TooManyParagraphs, $"The text has more than {limits.Lines:N0} lines.");
    }

    /// <summary>Call for whatever costs time and nothing else. Every so often it looks whether the reading was cancelled.</summary>
    public void Line()
    {
        if ((++lines & 0xFFF) == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Call for each object, field or note that hangs in a paragraph, and for each shape and style that is defined.</summary>
    public void Object()
    {
        if (++objects > limits.Objects)
            throw new RefusedException(RefusalCodes.TooManyObjects, $"The document has more than {limits.Objects:N0} objects, fields and styles.");
        if ((objects & 0xFFF) == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Call for each paragraph that is read. Every so often it looks whether the reading was cancelled.</summary>
    public void Paragraph()
    {
        if (++paragraphs > limits.Paragraphs)
            throw new RefusedException(RefusalCodes.TooManyParagraphs, $"The document has more than {limits.Paragraphs:N0} paragraphs.");
        if ((paragraphs & 0xFF) == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Whether something may stand at this depth (0 is the body). Where not, leave it out and warn, or call <see cref="TooDeep"/>.</summary>
    public bool Allows(int depth) => depth <= limits.Depth;

    public RefusedException TooDeep() =>
        new(RefusalCodes.TooDeep, $"Tables, text boxes or notes stand more than {limits.Depth} deep inside each other.");

    public void Warn(string code, string message, string? place = null)
    {
        if (warnings.Count < limits.Warnings)
            warnings.Add(new(code, message, place));
        else
            suppressed++;
    }

    public IReadOnlyList<ParseWarning> Warnings() =>
        suppressed == 0 ? warnings : [.. warnings, new(WarningCodes.Skipped, $"{suppressed:N0} further warnings were left out.")];
}
