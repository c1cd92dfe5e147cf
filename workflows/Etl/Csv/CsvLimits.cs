namespace Asan.Workflows.Etl.Csv;

/// <summary>What a file may cost us, whatever it holds.</summary>
sealed record CsvLimits
{
    public int Columns { get; init; } = 200;

    /// <summary>Bytes of one record, and so of one field.</summary>
    public int Record { get; init; } = 1 << 20;

    /// <summary>Bytes read a second time because quotes did not match. Without it a file of stray quotes costs quadratic time.</summary>
    public long Reread { get; init; } = 256L << 20;
}
