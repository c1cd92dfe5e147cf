using System.Text.RegularExpressions;
using Asan.Documents.Packing;

namespace Asan.Documents.Docx;

/// <summary>What the parts of a package are declared to be. A declaration that is missing or malformed is replaced, never fatal.</summary>
sealed partial class ContentTypes
{
    const string Unknown = "application/octet-stream";

    readonly Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> byExtension = new(StringComparer.OrdinalIgnoreCase);

    public static ContentTypes Read(UnpackedBytes? bytes, ParseBudget budget)
    {
        var types = new ContentTypes();
        if (bytes is null)
            return types;
        using (bytes)
        using (var reader = new PartReader(new MemoryStream(bytes.ToArray(), writable: false), "[Content_Types].xml", budget))
            foreach (var declared in reader.Read()?.Children ?? [])
            {
                if (declared.Attribute("ContentType") is not { } type || !Proper().IsMatch(type))
                    continue;
                if (declared.Attribute("PartName") is { } name)
                    types.byName.TryAdd(name, type);
                else if (declared.Attribute("Extension") is { } extension)
                    types.byExtension.TryAdd(extension, type);
            }

        return types;
    }

    public string Of(string name) =>
        byName.GetValueOrDefault(name) ?? byExtension.GetValueOrDefault(Path.GetExtension(name).TrimStart('.')) ?? Unknown;

    [GeneratedRegex(@"^[A-Za-z0-9.+_-]+/[A-Za-z0-9.+_-]+$")]
    private static partial Regex Proper();
}
