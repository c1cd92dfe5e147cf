using Asan.Documents.Packing;

namespace Asan.Documents.Zip;

/// <summary>
/// Reads zips as document formats use them, within the budget. Nothing is ever written to disk, no entry's name is a path, and a zip in a zip is
/// just bytes.
/// </summary>
sealed class ZipPackage
{
    const int Stored = 0;
    const int Deflated = 8;

    readonly Dictionary<string, ZipEntry> byName = new(StringComparer.OrdinalIgnoreCase);
    readonly ParseBudget budget;

    ZipPackage(List<ZipEntry> entries, bool isRecovered, ParseBudget budget)
    {
        this.budget = budget;
        Entries = entries;
        IsRecovered = isRecovered;
        foreach (var entry in entries)
            byName.TryAdd(entry.Name, entry);
    }

    /// <summary>The central directory is lost; entries were found by looking for them.</summary>
    public bool IsRecovered { get; }

    public IReadOnlyList<ZipEntry> Entries { get; }

    public static bool IsZip(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04]) || file.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x05, 0x06]);

    public static ZipPackage Open(ReadOnlyMemory<byte> file, ParseBudget budget) =>
        ZipDirectory.ReadCentral(file, budget) is { } central
            ? new(central, isRecovered: false, budget)
            : new(ZipDirectory.ReadLocal(file, budget), isRecovered: true, budget);

    /// <summary>By name, in whatever case; null when there is none.</summary>
    public ZipEntry? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Unpacks an entry as far as it goes. What is wrong with it becomes a warning.</summary>
    public UnpackedBytes Read(ZipEntry entry)
    {
        var content = Unpack(entry);
        if (entry.IsCut)
            budget.Warn(WarningCodes.Truncated, "The entry is cut off: its end is lost.", entry.Name);
        else if (!content.IsWhole || (entry.Crc is { } crc && crc != Crc32.Of(content.Span)))
            budget.Warn(WarningCodes.Damaged, "The entry is damaged: not all of it can be relied on.", entry.Name);
        return content;
    }

    UnpackedBytes Unpack(ZipEntry entry)
    {
        if (entry.IsEncrypted || entry.Method is not (Stored or Deflated))
            return new([], 0, isWhole: false);
        if (entry.Method == Deflated)
            return Inflater.Inflate(entry.Packed, budget, entry.Size);

        budget.Unpacked(entry.Packed.Length, entry.Packed.Length, entry.Packed.Length);
        var copy = System.Buffers.ArrayPool<byte>.Shared.Rent(entry.Packed.Length);
        entry.Packed.CopyTo(copy);
        return new(copy, entry.Packed.Length, isWhole: true);
    }
}
