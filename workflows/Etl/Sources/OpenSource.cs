using System.IO.Compression;
using Asan.Workflows.Etl.Copying;
using Asan.Workflows.Etl.Csv;

namespace Asan.Workflows.Etl.Sources;

/// <summary>A source file being read: unpacked, hashed, its header understood. Damage on the way is a refusal that names the file.</summary>
sealed class OpenSource : IDisposable
{
    const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    readonly SourceItem item;
    readonly HashedStream hashed;
    readonly Stream content;

    static OpenSource()
    {
        if (!AppContext.TryGetSwitch(StrictValidation, out var strict) || !strict)
            throw new InvalidOperationException($"Set {StrictValidation} to true in the runtime's configuration: packed files that were cut off must not read as shorter ones.");
    }

    OpenSource(SourceItem item, Stream file, CsvDialect? dialect)
    {
        this.item = item;
        hashed = new HashedStream(file);
        content = item.IsGzip ? new UnpackedStream(new GZipStream(hashed, CompressionMode.Decompress), item.Length) : hashed;
        Csv = new CsvReader(content, dialect, new CsvLimits());
    }

    public CsvReader Csv { get; }

    /// <summary>Opens the file, gives it to the reader, and closes it. A dialect of null is found by the first line.</summary>
    /// <exception cref="LoadRefusedException">The file cannot be read, or not as what it is.</exception>
    public static async Task<T> ReadAsync<T>(SourceItem item, CsvDialect? dialect, Func<OpenSource, Task<T>> read, CancellationToken ct)
    {
        try
        {
            using var source = new OpenSource(item, await item.Open(ct), dialect);
            return await read(source);
        }
        catch (InvalidDataException e)
        {
            throw new LoadRefusedException($"{item.Name} is damaged: {e.Message.TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LoadRefusedException($"{item.Name} cannot be opened.", e);
        }
    }

    public Task<Header> HeaderAsync(SourceTable table, CancellationToken ct) => Header.ReadAsync(Csv, table, item.Name, ct);

    /// <summary>Reads what is behind the last record, and gives the file's size and checksum.</summary>
    public async Task<FileSum> FinishAsync(CancellationToken ct) => new(item.Name, Sha256: await hashed.FinishAsync(ct), Bytes: hashed.Count);

    public void Dispose()
    {
        Csv.Dispose();
        content.Dispose();
        hashed.Dispose();
    }
}
