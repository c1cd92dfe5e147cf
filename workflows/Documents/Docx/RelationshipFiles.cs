using System.Text;
using System.Xml;
using Asan.Documents.Word;
using Asan.Documents.Zip;

namespace Asan.Documents.Docx;

/// <summary>
/// The files that say how parts relate. The package's reader gives up the document for one relationship that it cannot read (a link that is no URI,
/// a target that is not there, an id used twice, a part with two roles), so they are written anew with those that hold.
/// </summary>
sealed class RelationshipFiles
{
    const string Namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    const string RootFile = "/_rels/.rels";
    const string UsualMain = "/word/document.xml";
    const string MainId = "main-part";
    const string MainType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

    readonly Dictionary<string, ZipEntry> entries;
    readonly Dictionary<string, List<Relationship>> files = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> roles = new(StringComparer.OrdinalIgnoreCase);

    sealed record Relationship(string Id, string Type, string Target, bool IsExternal);

    public RelationshipFiles(Dictionary<string, ZipEntry> entries, ZipPackage zip, ParseBudget budget)
    {
        this.entries = entries;
        var read = entries.Where(entry => Is(entry.Key)).ToDictionary(entry => entry.Key, entry => Read(entry.Key, zip.Read(entry.Value), budget));
        MainName = Main(read.GetValueOrDefault(RootFile) ?? []);
        if (MainName is not null)
            roles.Add(MainName, MainType);
        foreach (var (name, relationships) in read)
            files.Add(name, [.. Vetted(name, relationships)]);
        if (MainName is not null)
            files[RootFile] = [.. files.GetValueOrDefault(RootFile) ?? [], new(MainId, MainType, MainName, IsExternal: false)];
    }

    /// <summary>The part that is the document: what the package says, or else what has the usual name; null when there is none.</summary>
    public string? MainName { get; }

    public static bool Is(string name) => name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) && name.Contains("/_rels/", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a part is to the part that refers to it, such as <c>styles</c>; null when none does.</summary>
    public string? RoleOf(string name) => roles.TryGetValue(name, out var type) ? type[(type.LastIndexOf('/') + 1)..] : null;

    public byte[] Mended(string name)
    {
        var written = new StringBuilder();
        using (var writer = XmlWriter.Create(written, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            writer.WriteStartElement("Relationships", Namespace);
            foreach (var relationship in files.GetValueOrDefault(name) ?? [])
                Write(writer, relationship);
            writer.WriteEndElement();
        }

        return Encoding.UTF8.GetBytes(written.ToString());
    }

    static void Write(XmlWriter writer, Relationship relationship)
    {
        writer.WriteStartElement("Relationship", Namespace);
        writer.WriteAttributeString("Id", relationship.Id);
        writer.WriteAttributeString("Type", relationship.Type);
        writer.WriteAttributeString("Target", relationship.Target);
        if (relationship.IsExternal)
            writer.WriteAttributeString("TargetMode", "External");
        writer.WriteEndElement();
    }

    string? Main(IReadOnlyList<Element> relationships)
    {
        foreach (var relationship in relationships)
            if (IsMain(relationship.Attribute("Type")) && Resolve(RootFile, relationship.Attribute("Target") ?? "") is { } main && IsPart(main))
                return main;
        return IsPart(UsualMain) ? UsualMain : null;
    }

    IEnumerable<Relationship> Vetted(string name, IReadOnlyList<Element> relationships)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var relationship in relationships)
        {
            var (id, type, target) = (relationship.Attribute("Id"), relationship.Attribute("Type"), relationship.Attribute("Target"));
            // The main part is found by our own search alone, which is more patient.
            if (string.IsNullOrEmpty(id) || target is null || string.IsNullOrWhiteSpace(type) || !IsText(type) || !IsText(target) || IsMain(type))
                continue;
            var isExternal = string.Equals(relationship.Attribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase);
            if (Vetted(name, RelationshipIds.Proper(id), type, target, isExternal) is { } vetted && ids.Add(vetted.Id))
                yield return vetted;
        }
    }

    Relationship? Vetted(string name, string id, string type, string target, bool isExternal)
    {
        if (isExternal)
            return new(id, type, Uri.TryCreate(target, UriKind.RelativeOrAbsolute, out _) ? target : Uri.EscapeDataString(target), IsExternal: true);
        if (Resolve(name, target) is { } part && IsPart(part))
            return roles.TryAdd(part, type) || roles[part] == type ? new(id, type, part, IsExternal: false) : null;
        return type.EndsWith("/hyperlink", StringComparison.Ordinal) ? new(id, type, Uri.EscapeDataString(target), IsExternal: true) : null;
    }

    static bool IsMain(string? type) => type?.EndsWith("/officeDocument", StringComparison.Ordinal) == true;

    static bool IsText(string value) => !value.Any(char.IsControl) && TextBuilder.WellFormed(value) == value;

    bool IsPart(string name) => entries.ContainsKey(name) && VettedPackage.IsPartName(name) && !Is(name);

    static IReadOnlyList<Element> Read(string name, Packing.UnpackedBytes bytes, ParseBudget budget)
    {
        using (bytes)
        using (var reader = new PartReader(new MemoryStream(bytes.ToArray(), writable: false), name, budget))
            return reader.Read()?.Children ?? [];
    }

    // Targets are relative to the part that the file belongs to: /word/_rels/document.xml.rels to /word/.
    static string? Resolve(string file, string target)
    {
        var folder = file[..(file.LastIndexOf("/_rels/", StringComparison.OrdinalIgnoreCase) + 1)];
        var segments = new List<string>();
        target = target.Replace('\\', '/');
        foreach (var segment in ((target.StartsWith('/') ? "" : folder) + target).Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("" or "." or ".."))
                segments.Add(segment);
        }

        return segments.Count == 0 ? null : "/" + string.Join('/', segments);
    }
}
