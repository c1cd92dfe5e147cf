namespace Asan.Workflows.Etl.Sources;

/// <summary>One file of a source: on disk or inside an archive, packed or not.</summary>
/// <param name="Name">The file's own name, for messages.</param>
/// <param name="Length">Bytes it takes where it lies.</param>
/// <param name="Open">Opens it as it lies there.</param>
sealed record SourceItem(string Name, long Length, Func<CancellationToken, Task<Stream>> Open)
{
    const string Gzip = ".gz";

    public bool IsGzip => Name.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name without .gz and .csv, in lower case.</summary>
    public string Key => Path.GetFileNameWithoutExtension(IsGzip ? Name[..^Gzip.Length] : Name).ToLowerInvariant();

    public bool IsCsv => Path.GetExtension(IsGzip ? Name[..^Gzip.Length] : Name).Equals(".csv", StringComparison.OrdinalIgnoreCase);
}
