using System.Globalization;
using Asan.Documents.Packing;
using Asan.Documents.Zip;

namespace Asan.Documents.Hwpx;

/// <summary>The entries of an HWPX file, deciphered and unpacked.</summary>
sealed class HwpxContainer
{
    readonly ZipPackage zip;
    readonly HwpxProtection? protection;

    /// <exception cref="RefusedException">The file is protected, and the password is missing or wrong.</exception>
    public HwpxContainer(ZipPackage zip, ParseBudget budget)
    {
        this.zip = zip;
        if (zip.Find("META-INF/manifest.xml") is not { } entry)
            return;
        using var manifest = zip.Read(entry);
        protection = HwpxProtection.Read(manifest.Span, budget);
    }

    public ZipEntry? Find(string name) => zip.Find(name) ?? zip.Find($"Contents/{name}");

    /// <summary>The entry of this name with whatever ending.</summary>
    public string? FindByStem(string stem)
    {
        foreach (var entry in zip.Entries)
            if (entry.Name.StartsWith(stem + ".", StringComparison.OrdinalIgnoreCase))
                return entry.Name;
        return null;
    }

    /// <summary>Entries such as <c>Contents/section0.xml</c>, in the order of their numbers. They are found by looking, not by the manifest.</summary>
    public IReadOnlyList<ZipEntry> Numbered(string stem)
    {
        const string Ending = ".xml";
        var found = new List<(int Number, ZipEntry Entry)>();
        foreach (var entry in zip.Entries)
        {
            var name = entry.Name.AsSpan(entry.Name.LastIndexOf('/') + 1);
            if (name.StartsWith(stem, StringComparison.OrdinalIgnoreCase) && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(name[stem.Length..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                found.Add((number, entry));
        }

        found.Sort((a, b) => a.Number.CompareTo(b.Number));
        return found.ConvertAll(pair => pair.Entry);
    }

    public UnpackedBytes Read(ZipEntry entry) => protection?.Read(zip, entry) ?? zip.Read(entry);

    public UnpackedBytes? TryRead(string name) => Find(name) is { } entry ? Read(entry) : null;

    public ReadOnlyMemory<byte>? TryReadFile(string name)
    {
        using var content = TryRead(name);
        return content?.ToArray();
    }
}
