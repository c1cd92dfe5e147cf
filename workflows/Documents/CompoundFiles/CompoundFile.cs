namespace Asan.Documents.CompoundFiles;

/// <summary>
/// Reads compound files (OLE2, [MS-CFB]): HWP 5, Word 97, and the objects embedded in either. Made for damaged files: a lost table is guessed,
/// a lost directory is searched for, and a stream that is cut gives what there is. Nothing is read before it is asked for.
/// </summary>
public sealed class CompoundFile
{
    readonly CompoundHeader header;
    readonly SectorTable fat;
    readonly Lazy<SectorTable> miniFat;
    readonly Dictionary<string, CompoundEntry> byPath = new(StringComparer.OrdinalIgnoreCase);

    CompoundFile(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        header = new CompoundHeader(file.Span);
        var table = FatReader.Read(file.Span, header, out var isWhole);
        // Sector 0 stands behind the header, which takes a whole sector.
        fat = new SectorTable(table, file, 1 << header.SectorShift, header.SectorShift);

        var directory = CompoundDirectory.Read(file, header, fat, budget);
        IsWhole = isWhole && header.IsSound && directory.IsWhole;
        Entries = directory.Entries;
        foreach (var entry in Entries)
            byPath.TryAdd(entry.Path, entry);
        miniFat = new(() => ReadMiniFat(directory));
    }

    /// <summary>False when the tables or the directory are damaged: streams may be missing.</summary>
    public bool IsWhole { get; }

    /// <summary>All streams, in the order of the directory.</summary>
    public IReadOnlyList<CompoundEntry> Entries { get; }

    public static bool IsCompoundFile(ReadOnlySpan<byte> file) => CompoundHeader.IsCompound(file);

    /// <exception cref="RefusedException">Not a compound file, or one without any stream that could be found.</exception>
    public static CompoundFile Open(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        if (!CompoundHeader.IsCompound(file.Span) || file.Length < CompoundHeader.Length)
            throw new RefusedException(RefusalCodes.Damaged, "The compound file is cut off before the end of its header.");
        var opened = new CompoundFile(file, budget);
        if (opened.Entries.Count == 0)
            throw new RefusedException(RefusalCodes.Damaged, "The compound file has no directory.");
        return opened;
    }

    public bool Contains(string path) => byPath.ContainsKey(path);

    /// <summary>Reads a stream by its path, in whatever case. False when there is none of this name.</summary>
    public bool TryRead(string path, out CompoundStream stream)
    {
        var found = byPath.TryGetValue(path, out var entry);
        stream = found ? Read(entry!) : default;
        return found;
    }

    public CompoundStream Read(CompoundEntry entry) =>
        (entry.Size < header.MiniCutoff ? miniFat.Value : fat).Read(entry.Start, entry.Size, exact: true);

    SectorTable ReadMiniFat(CompoundDirectory directory)
    {
        var table = fat.Read(header.MiniFat, long.MaxValue >> 8, exact: false);
        // The mini stream's own length is not trusted: writers round it down, and streams end behind it.
        var sectors = fat.Read(directory.MiniStream, long.MaxValue >> 8, exact: false);
        return new SectorTable(SectorTable.Parse(table.Bytes.Span), sectors.Bytes, 0, header.MiniShift);
    }
}
