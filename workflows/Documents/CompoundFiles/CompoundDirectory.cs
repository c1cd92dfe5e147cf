using System.Buffers.Binary;
using System.Text;

namespace Asan.Documents.CompoundFiles;

/// <summary>The directory: entries of 128 bytes, which hang in trees, one tree a storage.</summary>
sealed class CompoundDirectory
{
    const int EntryLength = 128;
    const int MaximumDepth = 32;

    static readonly byte[] RootName = Encoding.Unicode.GetBytes("Root Entry\0");

    readonly List<CompoundEntry> entries = [];
    readonly ReadOnlyMemory<byte> bytes;
    readonly bool[] seen;
    readonly bool isLarge;
    readonly ParseBudget budget;

    CompoundDirectory(ReadOnlyMemory<byte> bytes, bool isWhole, bool isLarge, ParseBudget budget)
    {
        this.bytes = bytes;
        this.isLarge = isLarge;
        this.budget = budget;
        var count = bytes.Length / EntryLength;
        seen = new bool[count];
        IsWhole = isWhole;
        MiniStream = CompoundHeader.LastSector;
        if (count == 0)
            return;

        MiniStream = Start(0);
        seen[0] = true;
        Walk(Child(0), "", 0);
        AddOrphans();
    }

    public bool IsWhole { get; private set; }

    /// <summary>Where the streams below the cutoff lie.</summary>
    public uint MiniStream { get; }

    public IReadOnlyList<CompoundEntry> Entries => entries;

    public static CompoundDirectory Read(ReadOnlyMemory<byte> file, CompoundHeader header, SectorTable fat, ParseBudget budget)
    {
        var isLarge = header.SectorShift > 9;
        var stream = fat.Read(header.Directory, long.MaxValue >> 8, exact: false);
        if (stream.Bytes.Span.StartsWith(RootName) || TypeOf(stream.Bytes.Span) == 5)
            return new(stream.Bytes, stream.IsWhole, isLarge, budget);

        // The header does not lead to it: look for the entry that every directory begins with.
        var size = 1 << header.SectorShift;
        for (var at = size; at + EntryLength <= file.Length; at += size)
            if (file.Span[at..].StartsWith(RootName))
                return new(fat.Read((uint)((at >> header.SectorShift) - 1), long.MaxValue >> 8, exact: false).Bytes, isWhole: false, isLarge, budget);

        return new(ReadOnlyMemory<byte>.Empty, isWhole: false, isLarge, budget);
    }

    static int TypeOf(ReadOnlySpan<byte> entry) => entry.Length < EntryLength ? 0 : entry[66];

    ReadOnlySpan<byte> Entry(int index) => bytes.Span.Slice(index * EntryLength, EntryLength);

    uint Start(int index) => BinaryPrimitives.ReadUInt32LittleEndian(Entry(index)[116..]);

    uint Child(int index) => BinaryPrimitives.ReadUInt32LittleEndian(Entry(index)[76..]);

    // Siblings hang in a tree that a damaged file may tie into a knot: each entry is visited once.
    void Walk(uint first, string prefix, int depth)
    {
        var pending = new Stack<uint>();
        pending.Push(first);
        while (pending.TryPop(out var number))
        {
            if (number >= seen.Length || seen[number])
                continue;
            var index = (int)number;
            seen[index] = true;
            var entry = Entry(index);
            pending.Push(BinaryPrimitives.ReadUInt32LittleEndian(entry[72..]));
            pending.Push(BinaryPrimitives.ReadUInt32LittleEndian(entry[68..]));
            if (entry[66] == 1 && depth < MaximumDepth)
                Walk(Child(index), prefix + Name(entry) + "/", depth + 1);
            else if (entry[66] == 2)
                Add(index, prefix, isOrphan: false);
        }
    }

    void AddOrphans()
    {
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i] || !CouldBeStream(Entry(i)))
                continue;
            Add(i, "", isOrphan: true);
            IsWhole = false;
        }
    }

    void Add(int index, string prefix, bool isOrphan)
    {
        var entry = Entry(index);
        // Version 3 writes garbage into the upper half of the size.
        var size = BinaryPrimitives.ReadInt64LittleEndian(entry[120..]);
        size = isLarge ? Math.Max(0, size) : size & uint.MaxValue;
        budget.Entries(entries.Count);
        entries.Add(new(prefix + Name(entry), size, isOrphan) { Start = Start(index) });
    }

    // What follows a lost table may be anything.
    static bool CouldBeStream(ReadOnlySpan<byte> entry) =>
        entry[66] == 2 && entry[67] <= 1 && entry[0] != 0 && BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) is >= 4 and <= 64 and var length && length % 2 == 0;

    static string Name(ReadOnlySpan<byte> entry)
    {
        var length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2, 0, 62) & ~1;
        return Encoding.Unicode.GetString(entry[..length]);
    }
}
