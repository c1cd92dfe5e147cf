using System.IO.Compression;
using System.Text;
using Asan.Documents.CompoundFiles;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Making;
using Asan.Documents.Packing;
using Asan.Documents.Zip;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>A kind of input: which documents it begins with, and what of them is damaged.</summary>
/// <param name="name">As <c>eng/soak fuzz</c> tells it.</param>
/// <param name="share">How many inputs of a full run are of this kind.</param>
/// <param name="read">How it is read, where that is not by the one door.</param>
/// <param name="fileName">What the files are called; null for nothing.</param>
sealed class FuzzTarget(
    string name, int share, Func<IReadOnlyList<byte[]>> seeds, Func<byte[], Mutator, byte[]> damage,
    Func<byte[], ParseOptions, CancellationToken, ParseResult>? read = null, string? fileName = null)
{
    const int Full = 200_000;
    const int Less = 20_000;

    // A budget is one file's.
    static ParseBudget Roomy => new(ParseOptions.Default, CancellationToken.None);

    readonly Lazy<IReadOnlyList<byte[]>> documents = new(seeds);

    public string Name => name;

    public int Share => share;

    /// <summary>Whether a worker can read it too.</summary>
    public bool IsFile => read is null;

    public ParseOptions Options(ParseOptions options) => options with { FileName = fileName };

    public ParseResult Read(byte[] file, ParseOptions options, CancellationToken cancellationToken) =>
        read is null ? DocumentReader.Read(file, options, cancellationToken) : read(file, options, cancellationToken);

    /// <summary>Input number <paramref name="index"/> of a run: the same bytes each time.</summary>
    public byte[] Input(int run, int index)
    {
        var mutator = new Mutator(HashOf(run, index));
        var all = documents.Value;
        // Those made here come first, have something of everything and are small; they get most turns.
        return damage(all[mutator.Chance(5) ? mutator.Next(all.Count) : mutator.Next(Math.Min(all.Count, 3))], mutator);
    }

    // HashCode is another in every process.
    int HashOf(int run, int index)
    {
        var hash = 17u;
        foreach (var c in name)
            hash = hash * 31 + c;
        return (int)(((hash * 31 + (uint)run) * 2654435761u) ^ (uint)index * 2246822519u);
    }

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("compound", Full, () => [.. FuzzSeeds.Hwp, .. FuzzSeeds.Doc, .. FuzzSeeds.Samples(".hwp", ".doc")], (file, mutator) => mutator.Mutate(file)),
        new("hwp", Full, () => [.. FuzzSeeds.Hwp, .. FuzzSeeds.Samples(".hwp")], DamageHwp),
        new("hwpx", Full, () => [.. FuzzSeeds.Hwpx, .. FuzzSeeds.Samples(".hwpx")], DamageEntries),
        new("docx", Less, () => [.. FuzzSeeds.Docx, .. FuzzSeeds.Samples(".docx")], DamageEntries),
        new("doc", Less, () => [.. FuzzSeeds.Doc, .. FuzzSeeds.Samples(".doc")], DamageDoc),
        new("xlsx", Less, () => [.. FuzzSeeds.Xlsx, .. FuzzSeeds.Samples(".xlsx")], DamageEntries),
        new("html", Less, () => FuzzSeeds.Html, DamageText, fileName: "page.html"),
        new("markdown", Less, () => FuzzSeeds.Markdown, DamageText, fileName: "guide.md"),
        new("csv", Less, () => FuzzSeeds.Csv, DamageText, fileName: "lab.csv"),
        new("text", Less, () => FuzzSeeds.Text, DamageText, fileName: "rules.txt"),
        new("zip", Less, () => [.. FuzzSeeds.Docx, .. FuzzSeeds.Hwpx, .. FuzzSeeds.Xlsx], (file, mutator) => mutator.Mutate(file)),
        new("sniff", Less, () => FuzzSeeds.Heads, (file, mutator) => mutator.Mutate(file)),
        new("docling", Less, () => FuzzSeeds.Docling, (file, mutator) => mutator.Mutate(file), ReadDocling),
    ];

    static ParseResult ReadDocling(byte[] json, ParseOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new ParseResult.Parsed(DoclingImport.ToDocument(DoclingDocument.FromJson(json), FileFormat.Docx, new ParseBudget(options, cancellationToken)));
        }
        catch (RefusedException e)
        {
            return new ParseResult.Refused(e.Refusal);
        }
        catch (System.Text.Json.JsonException)
        {
            return new ParseResult.Refused(new("not-json", ""));
        }
    }

    // Streams are unpacked, damaged, packed and put into a new file, so that the damage gets past the packing.
    static byte[] DamageHwp(byte[] file, Mutator mutator)
    {
        var source = CompoundFile.Open(file, Roomy);
        var made = new CompoundFileMaker();
        var chosen = mutator.Next(source.Entries.Count);
        for (var i = 0; i < source.Entries.Count; i++)
        {
            var entry = source.Entries[i];
            var bytes = source.Read(entry).Bytes;
            if (i != chosen && !mutator.Chance(8))
                made.Add(entry.Path, bytes.Span);
            else if (entry.Path is "FileHeader" || mutator.Chance(20))
                made.Add(entry.Path, mutator.Mutate(bytes.Span));
            else
                made.Add(entry.Path, Deflate(mutator.Mutate(Inflate(bytes))));
        }

        return made.ToBytes();
    }

    static byte[] DamageDoc(byte[] file, Mutator mutator)
    {
        var source = CompoundFile.Open(file, Roomy);
        var made = new CompoundFileMaker();
        var chosen = mutator.Next(source.Entries.Count);
        for (var i = 0; i < source.Entries.Count; i++)
        {
            var bytes = source.Read(source.Entries[i]).Bytes.Span;
            made.Add(source.Entries[i].Path, i == chosen || mutator.Chance(4) ? mutator.Mutate(bytes) : bytes);
        }

        return made.ToBytes();
    }

    // Bytes, and now and then tags or the same stretch very often.
    static byte[] DamageText(byte[] file, Mutator mutator)
    {
        var damaged = mutator.Chance(3) ? mutator.MutateXml(file) : mutator.Mutate(file);
        if (!mutator.Chance(20) || damaged.Length == 0)
            return damaged;
        var from = mutator.Next(damaged.Length);
        var piece = damaged.AsSpan(from, Math.Min(damaged.Length - from, 1 + mutator.Next(40))).ToArray();
        return [.. damaged.AsSpan(0, from), .. Enumerable.Repeat(piece, 1 + mutator.Next(2_000)).SelectMany(bytes => bytes), .. damaged.AsSpan(from)];
    }

    static byte[] DamageEntries(byte[] file, Mutator mutator)
    {
        var zip = ZipPackage.Open(file, Roomy);
        var entries = new List<KeyValuePair<string, byte[]>>();
        var chosen = mutator.Next(zip.Entries.Count);
        for (var i = 0; i < zip.Entries.Count; i++)
        {
            var entry = zip.Entries[i];
            using var bytes = zip.Read(entry);
            var damaged = i == chosen || mutator.Chance(6);
            if (damaged && mutator.Chance(40))
                continue;
            entries.Add(new(entry.Name, damaged ? mutator.MutateXml(bytes.Span) : bytes.ToArray()));
        }

        return Zip(entries);
    }

    static byte[] Zip(List<KeyValuePair<string, byte[]>> entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(bytes);
            }

        return file.ToArray();
    }

    static byte[] Inflate(ReadOnlyMemory<byte> packed)
    {
        using var unpacked = Inflater.Inflate(packed, Roomy);
        return unpacked.IsWhole ? unpacked.ToArray() : packed.ToArray();
    }

    static byte[] Deflate(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(bytes);
        return packed.ToArray();
    }
}
