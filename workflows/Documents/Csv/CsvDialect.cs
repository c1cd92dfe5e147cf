namespace Asan.Documents.Csv;

/// <summary>How a file divides its fields, by its beginning.</summary>
/// <param name="Fields">How many fields most records have.</param>
/// <param name="IsRegular">All records that were looked at have as many, and there are some.</param>
/// <param name="Declared">How many characters at the start only declare the delimiter, as Excel does: <c>sep=;</c>.</param>
sealed record CsvDialect(char Delimiter, int Fields, bool IsRegular, int Declared = 0)
{
    const int Records = 50;
    const int FewestRecords = 3;

    static readonly char[] Delimiters = [',', '\t', ';', '|'];

    /// <param name="head">The beginning of the text.</param>
    /// <param name="isWhole">It is all of the text; else its last record may be cut.</param>
    public static CsvDialect Of(string head, bool isWhole)
    {
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 5 && head[5] is '\r' or '\n')
            return new(head[4], 1, IsRegular: false, head.AsSpan(5).StartsWith("\r\n") ? 7 : 6);
        var best = new CsvDialect(',', 1, IsRegular: false);
        var fit = 0.0;
        foreach (var delimiter in Delimiters)
        {
            var counts = Count(head, delimiter, isWhole);
            if (counts.Count == 0)
                continue;
            var (fields, records) = counts.CountBy(count => count).MaxBy(pair => (pair.Value, pair.Key));
            // Most records alike speaks for a delimiter, and so does that there are many fields.
            var found = fields == 1 ? 0 : (double)records / counts.Count * (1 + Math.Log2(fields));
            if (found <= fit)
                continue;
            fit = found;
            best = new(delimiter, fields, records == counts.Count && counts.Count >= FewestRecords);
        }

        return best;
    }

    static List<int> Count(string head, char delimiter, bool isWhole)
    {
        var records = new CsvRecords(new StringReader(head), delimiter, head.Length + 1);
        var (counts, fields) = (new List<int>(), new List<string>());
        while (counts.Count < Records && records.Read(fields, 1) is var count and > 0)
            if (count > 1 || fields[0].Length > 0)
                counts.Add(count);
        if (!isWhole && counts.Count is > 1 and < Records)
            counts.RemoveAt(counts.Count - 1);
        return counts;
    }
}
