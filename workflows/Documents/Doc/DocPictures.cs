using System.Buffers.Binary;
using Asan.Documents.Assembly;
using Asan.Documents.Packing;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>The pictures of a document, each once: those in the line lie in the data stream, those that float in the drawings' store.</summary>
sealed class DocPictures(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> data, ParseBudget budget)
{
    const int HeadAt = 4;
    const int KindAt = 6;
    const int NamedKind = 0x66;
    const int BlipEntryLength = 36;
    const int UidLength = 16;
    const int MetafileHeadLength = 34;
    const int MetafilePackedAt = 32;
    const int BitmapHeadLength = 14;

    readonly List<EmbeddedFile> files = [];
    readonly Dictionary<long, int?> known = [];
    readonly List<ArtRecord> store = [];

    public IReadOnlyList<EmbeddedFile> Files => files;

    public ReadOnlyMemory<byte> Data => data;

    /// <summary>Takes in the store of the floating pictures.</summary>
    public void AddStore(ReadOnlyMemory<byte> blipStore) => store.AddRange(ArtRecord.Read(blipStore).Take(budget.Limits.Entries));

    /// <summary>The picture that a character stands for; null when it stands for none.</summary>
    public Picture? InLine(CharacterProperties characters, Position position)
    {
        if (characters.Location is not { } at || I32(data.Span, at) <= U16(data.Span, at + (long)HeadAt))
            return null;
        return new()
        {
            Position = position,
            Kind = characters.IsObject ? PictureKind.Embedded : PictureKind.Image,
            File = AddOnce(at, () => FindBlip(Art(at))),
            Description = ArtShape.Read(Art(at), depth: 1).Select(shape => shape.Description).FirstOrDefault(d => d is not null),
        };
    }

    /// <summary>A picture of the store, by its number from 1.</summary>
    public Picture Floating(int number, string? description, Position position) => new()
    {
        Position = position,
        File = number <= store.Count ? AddOnce(-number, () => Stored(store[number - 1])) : null,
        Description = description,
    };

    ReadOnlyMemory<byte> Art(int at)
    {
        var head = U16(data.Span, at + (long)HeadAt);
        var picture = LittleEndian.Slice(data, at + (long)head, I32(data.Span, at) - head);
        // A linked picture has its name in front.
        return U16(data.Span, at + (long)KindAt) == NamedKind ? LittleEndian.Slice(picture, 1 + U8(picture.Span, 0), picture.Length) : picture;
    }

    static ArtRecord? FindBlip(ReadOnlyMemory<byte> art)
    {
        foreach (var record in ArtRecord.Read(art))
        {
            if (record.Type is >= ArtRecord.FirstBlip and <= ArtRecord.LastBlip)
                return record;
            if (record.Type == ArtRecord.BlipEntry && FindBlip(LittleEndian.Slice(record.Content, BlipEntryLength + U8(record.Content.Span, BlipEntryLength - 3), record.Content.Length)) is { } inner)
                return inner;
        }

        return null;
    }

    // The entry tells where in the main stream the picture lies, or holds it itself.
    ArtRecord? Stored(ArtRecord entry)
    {
        if (entry.Type is >= ArtRecord.FirstBlip and <= ArtRecord.LastBlip)
            return entry;
        var elsewhere = (uint)I32(entry.Content.Span, 28);
        var delayed = LittleEndian.Slice(document, elsewhere, document.Length);
        return elsewhere != uint.MaxValue && elsewhere != 0 && FindBlip(delayed.Length >= 8 ? delayed : default) is { } found ? found : FindBlip(LittleEndian.Slice(entry.Content, BlipEntryLength + U8(entry.Content.Span, BlipEntryLength - 3), entry.Content.Length));
    }

    int? AddOnce(long key, Func<ArtRecord?> find)
    {
        if (!budget.Options.WithFiles)
            return null;
        if (known.TryGetValue(key, out var index))
            return index;
        if (find() is not { } blip || Unwrap(blip) is not { Length: > 0 } bytes)
        {
            budget.Warn(WarningCodes.Missing, "A picture that the text shows could not be found in the file.");
            return known[key] = null;
        }

        var type = MediaTypes.Of(bytes);
        files.Add(new($"image{files.Count + 1}.{Extension(type)}", type, bytes));
        return known[key] = files.Count - 1;
    }

    static string Extension(string type) => type.StartsWith("image/", StringComparison.Ordinal) ? type["image/".Length..] : "bin";

    byte[] Unwrap(ArtRecord blip)
    {
        // Its mark, twice where the instance is odd.
        var uids = (blip.Instance & 1) != 0 ? 2 * UidLength : UidLength;
        switch (blip.Type)
        {
            case 0xF01A or 0xF01B or 0xF01C:
                var packed = LittleEndian.Slice(blip.Content, uids + MetafileHeadLength, blip.Content.Length);
                if (U8(blip.Content.Span, uids + MetafilePackedAt) != 0)
                    return packed.ToArray();
                using (var unpacked = Inflater.Inflate(packed, budget))
                    return unpacked.ToArray();
            case 0xF01F:
                return Bitmap(LittleEndian.Slice(blip.Content, uids + 1, blip.Content.Length).Span);
            default:
                return LittleEndian.Slice(blip.Content, uids + 1, blip.Content.Length).ToArray();
        }
    }

    // The store leaves out the head that a bitmap has as a file of its own.
    static byte[] Bitmap(ReadOnlySpan<byte> bitmap)
    {
        var file = new byte[BitmapHeadLength + bitmap.Length];
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        var bits = U16(bitmap, 14);
        var colours = I32(bitmap, 32) is > 0 and <= 256 and var used ? used : bits is > 0 and <= 8 ? 1 << bits : 0;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), BitmapHeadLength + Math.Clamp(I32(bitmap, 0), 0, bitmap.Length) + 4 * colours);
        bitmap.CopyTo(file.AsSpan(BitmapHeadLength));
        return file;
    }
}
