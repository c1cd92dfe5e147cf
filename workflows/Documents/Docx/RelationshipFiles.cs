using System.Text;
using System.Xml;
using Asan.Documents.Word;
using Asan.Documents.Zip;

namespace Asan.Documents.Docx;

/// <summary>
/// The files that say how parts relate. The package's reader gives up the document for one relationship that it cannot read (a link that is no URI,
/// a target that is not there, an id used twice), so they are written anew with those that hold.
/// </summary>
sealed class RelationshipFiles(Dictionary<string, ZipEntry> entries, ZipPackage zip, ParseBudget budget)
{
    const string Namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    const string RootFile = "/_rels/.rels";
    const string UsualMain = "/word/document.xml";

    public static bool Is(string name) => name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) && name.Contains("/_rels/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The part that is the document: what the package says, or else what has the usual name; null when there is none.</summary>
    public string? MainName()
    {
        foreach (var relationship in Read(RootFile))
            if (relationship.Attribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true
                && Resolve(RootFile, relationship.Attribute("Target") ?? "") is { } main && entries.ContainsKey(main))
                return main;
        return entries.ContainsKey(UsualMain) ? UsualMain : null;
    }

    public byte[] Mended(string name)
    {
        var written = new StringBuilder();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        using (var writer = XmlWriter.Create(written, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            writer.WriteStartElement("Relationships", Namespace);
            foreach (var relationship in Read(name))
                Write(writer, name, relationship, ids);
            if (name == RootFile && !ids.Contains(MainId) && MainName() is { } main)
                Write(writer, MainId, MainType, main, isExternal: false);
            writer.WriteEndElement();
        }

        return Encoding.UTF8.GetBytes(written.ToString());
    }

    const string MainId = "main-part";
    const string MainType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

    void Write(XmlWriter writer, string name, Element relationship, HashSet<string> ids)
    {
        var (id, type, target) = (relationship.Attribute("Id"), relationship.Attribute("Type"), relationship.Attribute("Target"));
        if (id is null || target is null || string.IsNullOrWhiteSpace(type) || !IsText(type) || !IsText(target))
            return;
        id = RelationshipIds.Proper(id);
        var isExternal = string.Equals(relationship.Attribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase);
        // The main part is found by our own search alone, which is more patient.
        if (id.Length == 0 || (name == RootFile && type.EndsWith("/officeDocument", StringComparison.Ordinal)) || !ids.Add(id))
            return;
        if (isExternal)
            Write(writer, id, type, Uri.TryCreate(target, UriKind.RelativeOrAbsolute, out _) ? target : Uri.EscapeDataString(target), isExternal);
        else if (Resolve(name, target) is { } part && entries.ContainsKey(part) && VettedPackage.IsPartName(part))
            Write(writer, id, type, part, isExternal);
        else if (type.EndsWith("/hyperlink", StringComparison.Ordinal))
            Write(writer, id, type, Uri.EscapeDataString(target), isExternal: true);
    }

    static bool IsText(string value) => !value.Any(char.IsControl) && TextBuilder.WellFormed(value) == value;

    static void Write(XmlWriter writer, string id, string type, string target, bool isExternal)
    {
        writer.WriteStartElement("Relationship", Namespace);
        writer.WriteAttributeString("Id", id);
        writer.WriteAttributeString("Type", type);
        writer.WriteAttributeString("Target", target);
        if (isExternal)
            writer.WriteAttributeString("TargetMode", "External");
        writer.WriteEndElement();
    }

    IReadOnlyList<Element> Read(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
            return [];
        using var bytes = zip.Read(entry);
        using var reader = new PartReader(new MemoryStream(bytes.ToArray(), writable: false), name, budget);
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
