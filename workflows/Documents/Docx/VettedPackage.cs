using System.IO.Packaging;
using System.Text.RegularExpressions;
using Asan.Documents.Zip;
using ZipPackage = Asan.Documents.Zip.ZipPackage;

namespace Asan.Documents.Docx;

/// <summary>
/// A zip as the package that the Open XML SDK reads: unpacked within the budget, in memory, and mended where one bad name, type or relationship
/// would cost the whole document.
/// </summary>
sealed partial class VettedPackage : Package
{
    const string ContentTypesName = "[Content_Types].xml";

    readonly Dictionary<string, VettedPart> parts = new(StringComparer.OrdinalIgnoreCase);

    VettedPackage(ZipPackage zip, ParseBudget budget)
        : base(FileAccess.Read)
    {
        var entries = Named(zip);
        var types = ContentTypes.Read(entries.GetValueOrDefault("/" + ContentTypesName) is { } declared ? zip.Read(declared) : null, budget);
        var relationships = new RelationshipFiles(entries, zip, budget);
        MainName = relationships.MainName;
        foreach (var (name, entry) in entries)
        {
            if (name.EndsWith(ContentTypesName, StringComparison.OrdinalIgnoreCase) || !TryUri(name, out var uri))
                continue;
            var isRelationships = RelationshipFiles.Is(name);
            Func<byte[]> read = isRelationships ? () => relationships.Mended(name) : () => Unpack(zip, entry);
            parts.Add(name, new VettedPart(this, uri, TypeOf(name, relationships, types), read));
        }
    }

    /// <summary>The name of the document's main part; null when there is none.</summary>
    public string? MainName { get; }

    public static VettedPackage Open(ZipPackage zip, ParseBudget budget)
    {
        var package = new VettedPackage(zip, budget);
        // The base class looks for relationships among the parts it has seen, and not where it could ask for them.
        package.GetParts();
        return package;
    }

    // One part may not lie "in" another, and no two may differ by case alone; the first is kept.
    static Dictionary<string, ZipEntry> Named(ZipPackage zip)
    {
        var named = new Dictionary<string, ZipEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
            if (!entry.Name.EndsWith('/'))
                named.TryAdd("/" + entry.Name.TrimStart('/'), entry);
        foreach (var name in named.Keys.ToArray())
            for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
                if (named.ContainsKey(name[..slash]))
                    named.Remove(name);
        return named;
    }

    public static bool IsPartName(string name) => PartName().IsMatch(name);

    static bool TryUri(string name, out Uri uri)
    {
        uri = null!;
        if (!IsPartName(name))
            return false;
        uri = PackUriHelper.CreatePartUri(new Uri(name, UriKind.Relative));
        return true;
    }

    // A part's role decides: the package's reader gives up a document whose styles are declared to be something else.
    static string TypeOf(string name, RelationshipFiles relationships, ContentTypes types)
    {
        const string word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
        var declared = types.Of(name);
        if (RelationshipFiles.Is(name))
            return "application/vnd.openxmlformats-package.relationships+xml";
        return relationships.RoleOf(name) switch
        {
            "officeDocument" => declared.EndsWith("main+xml", StringComparison.Ordinal) ? declared : word + "document.main+xml",
            ("styles" or "numbering" or "settings" or "footnotes" or "endnotes" or "comments" or "header" or "footer" or "fontTable" or "webSettings")
                and var role => $"{word}{role}+xml",
            "theme" => "application/vnd.openxmlformats-officedocument.theme+xml",
            "core-properties" => "application/vnd.openxmlformats-package.core-properties+xml",
            "extended-properties" => "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            "image" when !declared.StartsWith("image/", StringComparison.Ordinal) => "image/png",
            _ => declared,
        };
    }

    static byte[] Unpack(ZipPackage zip, ZipEntry entry)
    {
        using var bytes = zip.Read(entry);
        return bytes.ToArray();
    }

    protected override PackagePart? GetPartCore(Uri partUri) => parts.GetValueOrDefault(partUri.OriginalString);

    protected override PackagePart[] GetPartsCore() => [.. parts.Values];

    protected override void FlushCore()
    {
    }

    protected override PackagePart CreatePartCore(Uri partUri, string contentType, CompressionOption compressionOption) => throw new NotSupportedException();

    protected override void DeletePartCore(Uri partUri) => throw new NotSupportedException();

    // Names that mean what they say, with no escapes and no dots at an end, which is all that writers of Word documents use.
    [GeneratedRegex(@"^(/[A-Za-z0-9_!$&'()*+,;=:@~\-\.]*[A-Za-z0-9_!$&'()*+,;=:@~\-])+$")]
    private static partial Regex PartName();

    /// <summary>A part, unpacked when it is asked for.</summary>
    sealed class VettedPart(VettedPackage package, Uri uri, string type, Func<byte[]> read) : PackagePart(package, uri, type)
    {
        protected override Stream GetStreamCore(FileMode mode, FileAccess access) => new MemoryStream(read(), writable: false);
    }
}
