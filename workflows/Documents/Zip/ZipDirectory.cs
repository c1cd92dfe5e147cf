using System.Buffers.Binary;
using System.Text;

namespace Asan.Documents.Zip;

/// <summary>Finds the entries of a zip: by its central directory, or, where that is lost, by the header before each entry.</summary>
static class ZipDirectory
{
    const uint EndOfDirectory = 0x06054B50;
    const uint EndOfDirectory64 = 0x06064B50;
    const uint DirectoryEntry = 0x02014B50;
    const uint LocalEntry = 0x04034B50;
    const int EndLength = 22;
    const int DirectoryEntryLength = 46;
    const int LocalEntryLength = 30;
    const int EncryptedFlag = 1;
    const int SizesFollowFlag = 8;
    const int Utf8Flag = 0x800;

    static readonly byte[] LocalSignature = [0x50, 0x4B, 0x03, 0x04];

    /// <returns>Null when there is no central directory that holds together.</returns>
    public static List<ZipEntry>? ReadCentral(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var bytes = file.Span;
        if (!TryFindDirectory(bytes, out var at, out var count))
            return null;
        budget.Entries(count);
        var entries = new List<ZipEntry>((int)Math.Min(count, 4096));
        for (long i = 0; i < count; i++)
        {
            if (at + DirectoryEntryLength > bytes.Length || U32(bytes, at) != DirectoryEntry)
                return null;
            if (ReadCentralEntry(file, at, out var next) is not { } entry)
                return null;
            entries.Add(entry);
            at = next;
        }

        return entries;
    }

    static bool TryFindDirectory(ReadOnlySpan<byte> bytes, out long at, out long count)
    {
        at = count = 0;
        // A comment of up to 64 KiB may stand behind the record.
        for (var i = bytes.Length - EndLength; i >= Math.Max(0, bytes.Length - EndLength - 0xFFFF); i--)
        {
            if (U32(bytes, i) != EndOfDirectory)
                continue;
            count = U16(bytes, i + 10);
            at = U32(bytes, i + 16);
            if ((at == uint.MaxValue || count == ushort.MaxValue) && !TryReadEnd64(bytes, i, out at, out count))
                return false;
            return at <= i;
        }

        return false;
    }

    static bool TryReadEnd64(ReadOnlySpan<byte> bytes, int end, out long at, out long count)
    {
        at = count = 0;
        if (end < 20)
            return false;
        var record = (long)BinaryPrimitives.ReadUInt64LittleEndian(bytes[(end - 12)..]);
        if (record < 0 || record > bytes.Length - 56 || U32(bytes, record) != EndOfDirectory64)
            return false;
        count = (long)BinaryPrimitives.ReadUInt64LittleEndian(bytes[(int)(record + 32)..]);
        at = (long)BinaryPrimitives.ReadUInt64LittleEndian(bytes[(int)(record + 48)..]);
        return at >= 0 && count >= 0 && at <= bytes.Length;
    }

    static ZipEntry? ReadCentralEntry(ReadOnlyMemory<byte> file, long at, out long next)
    {
        var bytes = file.Span;
        int nameLength = U16(bytes, at + 28), extraLength = U16(bytes, at + 30), commentLength = U16(bytes, at + 32);
        next = at + DirectoryEntryLength + nameLength + extraLength + commentLength;
        if (next > bytes.Length)
            return null;
        var flags = U16(bytes, at + 8);
        long packed = U32(bytes, at + 20), size = U32(bytes, at + 24), local = U32(bytes, at + 42);
        ReadExtra64(bytes.Slice((int)at + DirectoryEntryLength + nameLength, extraLength), ref size, ref packed, ref local);
        if (local > bytes.Length - LocalEntryLength || U32(bytes, local) != LocalEntry)
            return null;

        var from = local + LocalEntryLength + U16(bytes, local + 26) + U16(bytes, local + 28);
        var (content, isCut) = Cut(file, from, packed);
        return new(Name(bytes.Slice((int)at + DirectoryEntryLength, nameLength), flags), size)
        {
            Method = U16(bytes, at + 10),
            IsEncrypted = (flags & EncryptedFlag) != 0,
            Crc = U32(bytes, at + 16),
            Packed = content,
            IsCut = isCut,
        };
    }

    static void ReadExtra64(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long local)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = Math.Min(U16(extra, 2), extra.Length - 4);
            if (id == 1)
            {
                var values = extra.Slice(4, length);
                Take(ref values, ref size);
                Take(ref values, ref packed);
                Take(ref values, ref local);
                return;
            }

            extra = extra[(4 + length)..];
        }
    }

    static void Take(ref ReadOnlySpan<byte> values, ref long value)
    {
        if (value != uint.MaxValue || values.Length < sizeof(long))
            return;
        value = Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(values));
        values = values[sizeof(long)..];
    }

    /// <summary>Looks for the headers that stand before each entry. For a zip whose end is lost.</summary>
    public static List<ZipEntry> ReadLocal(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var entries = new List<ZipEntry>();
        var bytes = file.Span;
        var at = bytes.IndexOf(LocalSignature);
        while (at >= 0 && at + LocalEntryLength <= bytes.Length)
        {
            budget.Entries(entries.Count);
            int flags = U16(bytes, at + 6), nameLength = U16(bytes, at + 26), extraLength = U16(bytes, at + 28);
            long from = (long)at + LocalEntryLength + nameLength + extraLength, packed = U32(bytes, at + 18), size = U32(bytes, at + 22);
            if (from > bytes.Length)
                break;

            // Without sizes the entry reaches to whatever comes next; deflate knows its own end.
            var sizesFollow = (flags & SizesFollowFlag) != 0 && packed == 0;
            var elsewhere = 0L;
            ReadExtra64(bytes.Slice(at + LocalEntryLength + nameLength, extraLength), ref size, ref packed, ref elsewhere);
            var next = bytes[(int)from..].IndexOf(LocalSignature);
            if (sizesFollow)
                packed = next < 0 ? bytes.Length - from : next;
            var (content, isCut) = Cut(file, from, packed);
            entries.Add(new(Name(bytes.Slice(at + LocalEntryLength, nameLength), flags), sizesFollow ? -1 : size)
            {
                Method = U16(bytes, at + 8),
                IsEncrypted = (flags & EncryptedFlag) != 0,
                Crc = sizesFollow ? null : U32(bytes, at + 14),
                Packed = content,
                IsCut = isCut,
            });

            // The signature may also occur by chance in packed bytes, so a stated size is believed where it leads to another header or the end.
            var stated = from + content.Length;
            if (stated + 4 <= bytes.Length && !isCut)
                at = bytes[(int)stated..].IndexOf(LocalSignature) is var found and >= 0 ? (int)stated + found : -1;
            else
                at = next < 0 ? -1 : (int)from + next;
        }

        return entries;
    }

    static (ReadOnlyMemory<byte> Content, bool IsCut) Cut(ReadOnlyMemory<byte> file, long from, long length)
    {
        from = Math.Min(from, file.Length);
        var there = Math.Min(length, file.Length - from);
        return (file.Slice((int)from, (int)there), there < length);
    }

    // Names are ASCII in what is read here; CP437 and its like would only spoil names nobody looks for.
    static string Name(ReadOnlySpan<byte> name, int flags) =>
        ((flags & Utf8Flag) != 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(name).Replace('\\', '/');

    static ushort U16(ReadOnlySpan<byte> bytes, long at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)at..]);

    static uint U32(ReadOnlySpan<byte> bytes, long at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]);
}
