using Asan.Documents.CompoundFiles;
using Asan.Documents.Packing;

namespace Asan.Documents.Hwp;

/// <summary>The streams of an HWP file, deciphered and unpacked.</summary>
sealed class HwpContainer(CompoundFile file, HwpFileHeader header, PasswordCipher? cipher, ParseBudget budget)
{
    const string OrphanPrefix = "Section";

    public CompoundFile File => file;

    public HwpFileHeader Header => header;

    /// <summary>The sections in order. They are found by looking, since the number that the file states may be wrong.</summary>
    public IReadOnlyList<string> Sections()
    {
        if (header.IsDistribution && Sections("ViewText/") is { Count: > 0 } view)
            return view;
        if (Sections("BodyText/") is { Count: > 0 } body)
            return body;
        // Of a damaged directory the storage may be lost and the stream not.
        return Sections("");
    }

    List<string> Sections(string storage)
    {
        var found = new List<(int Number, string Path)>();
        foreach (var entry in file.Entries)
            if (entry.Path.StartsWith(storage + OrphanPrefix, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(entry.Path.AsSpan(storage.Length + OrphanPrefix.Length), System.Globalization.NumberStyles.None, null, out var number))
                found.Add((number, entry.Path));
        found.Sort();
        return found.ConvertAll(section => section.Path);
    }

    /// <summary>A stream of records. What is wrong with it becomes a warning; null when it is not there at all.</summary>
    public UnpackedBytes? TryReadRecords(string path)
    {
        if (!file.TryRead(path, out var stream))
            return null;
        var bytes = Decipher(stream.Bytes);
        if (header.IsDistribution && path.StartsWith("ViewText/", StringComparison.OrdinalIgnoreCase))
        {
            if (DistributionCipher.Decrypt(bytes.Span) is not { } decrypted)
            {
                budget.Warn(WarningCodes.Damaged, "The stream of a distribution document has no key; it is lost.", path);
                return null;
            }

            bytes = decrypted;
        }

        var unpacked = Unpack(bytes, header.IsCompressed);
        if (!stream.IsWhole)
            budget.Warn(WarningCodes.Truncated, "Parts of the stream are not in the file: what was found was read.", path);
        else if (!unpacked.IsWhole)
            budget.Warn(WarningCodes.Damaged, "The stream is damaged: what came before was read, the rest is lost.", path);
        return unpacked;
    }

    /// <summary>The bytes of a picture or object; null when they are not there.</summary>
    public ReadOnlyMemory<byte>? TryReadFile(string path, bool? isCompressed)
    {
        if (!file.TryRead(path, out var stream))
            return null;
        using var unpacked = Unpack(Decipher(stream.Bytes), isCompressed ?? header.IsCompressed);
        if (!stream.IsWhole || !unpacked.IsWhole)
            budget.Warn(WarningCodes.Damaged, "A picture or object is damaged.", path);
        return unpacked.ToArray();
    }

    ReadOnlyMemory<byte> Decipher(ReadOnlyMemory<byte> stream) => cipher is null ? stream : cipher.Decrypt(stream.Span, budget.CancellationToken);

    UnpackedBytes Unpack(ReadOnlyMemory<byte> stream, bool isCompressed)
    {
        if (isCompressed)
            return Inflater.Inflate(stream, budget);
        var copy = System.Buffers.ArrayPool<byte>.Shared.Rent(stream.Length);
        stream.CopyTo(copy);
        return new(copy, stream.Length, isWhole: true);
    }
}
