using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>What a part refers to.</summary>
static class XlsxRelationships
{
    /// <summary>The targets of a part, by id: the part's name, and the last word of its type such as <c>worksheet</c>.</summary>
    public static Dictionary<string, (string Part, string Type)> Of(string part, XlsxParts parts)
    {
        var targets = new Dictionary<string, (string, string)>();
        var slash = part.LastIndexOf('/');
        using var file = parts.TryRead($"{part[..(slash + 1)]}_rels/{part[(slash + 1)..]}.rels");
        if (file is null)
            return targets;
        var scanner = new XmlScanner(file.Xml.Span, parts.Budget.Limits.XmlDepth);
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start || scanner.Attribute("Id"u8) is not { } id || scanner.Attribute("Target"u8) is not { } target)
                continue;
            parts.Budget.Object();
            if (!scanner.Is("TargetMode"u8, "External"u8))
                targets[id] = (Resolve(part[..(slash + 1)], target), scanner.Attribute("Type"u8) is { } type ? type[(type.LastIndexOf('/') + 1)..] : "");
        }

        return targets;
    }

    // A name to look for in the zip, which never leads out of it.
    static string Resolve(string folder, string target)
    {
        var names = new List<string>();
        foreach (var name in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name != "..")
                names.Add(name);
            else if (names.Count > 0)
                names.RemoveAt(names.Count - 1);
        }

        return string.Join('/', names);
    }
}
