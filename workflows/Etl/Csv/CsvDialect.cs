namespace Asan.Workflows.Etl.Csv;

/// <summary>How a delimited file is written: what parts its fields, and whether quotes protect them.</summary>
sealed record CsvDialect(byte Delimiter, bool Quotes)
{
    /// <summary>RFC 4180: commas, quotes, quotes inside quotes doubled, line feeds inside quotes.</summary>
    public static readonly CsvDialect Comma = new((byte)',', Quotes: true);

    /// <summary>Athena: tabs, and a quote is a letter like any other (concept names hold single ones).</summary>
    public static readonly CsvDialect Tab = new((byte)'\t', Quotes: false);

    /// <summary>The dialect of a file that begins like this: tabs in its header tell.</summary>
    public static CsvDialect Of(ReadOnlySpan<byte> start)
    {
        var line = start.IndexOf((byte)'\n') is var end and >= 0 ? start[..end] : start;
        return line.Contains((byte)'\t') ? Tab : Comma;
    }
}
