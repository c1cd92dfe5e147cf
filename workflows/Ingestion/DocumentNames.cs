using System.Globalization;
using System.Text;
using Asan.Workflows.Search.Publishing;

namespace Asan.Workflows.Ingestion;

/// <summary>What documents are called and who may find them, where nobody says more.</summary>
public sealed class DocumentNames(IngestionOptions options)
{
    const int LongestId = 1024;
    const int LongestLabel = 100;
    const int LongestFileName = 255;

    /// <summary>Ids of dropped files begin with this; those that clients choose may not.</summary>
    public const string DropPrefix = "documents/";

    /// <summary>A dropped file is known by its path, the container's name first.</summary>
    public static string IdOfDrop(string blob) => DropPrefix + blob;

    /// <summary>Whether the path of a dropped file is short enough to be an id.</summary>
    public static bool FitsDrop(string blob) => Encoding.UTF8.GetByteCount(IdOfDrop(blob)) <= LongestId;

    /// <summary>Why this is no id that a client may choose; null when it is one.</summary>
    public static string? Refusal(string id)
    {
        if (id.Length == 0 || Encoding.UTF8.GetByteCount(id) > LongestId)
            return $"An id has 1 to {LongestId:N0} bytes of UTF-8.";
        if (id.Any(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator) || id != id.Trim())
            return "An id has no control and no invisible characters, and no space at its ends.";
        return id.StartsWith(DropPrefix, StringComparison.Ordinal) ? $"Ids that begin with '{DropPrefix}' are those of dropped files." : null;
    }

    /// <summary>Who may find a dropped file: holders of the label that its first folder is named for, unless that is no label of documents.</summary>
    public IReadOnlyList<string> LabelsOfDrop(string blob) =>
        blob.IndexOf('/', StringComparison.Ordinal) is var end and > 0 and <= LongestLabel && blob[..end] != PublicationRules.Unmask ? [blob[..end]] : [options.DefaultLabel];

    /// <summary>Who may find a posted file: holders of these, or of the default label where it has none.</summary>
    public IReadOnlyList<string> LabelsOfPost(IReadOnlyCollection<string> said) => said.Count > 0 ? [.. said.Distinct(StringComparer.Ordinal)] : [options.DefaultLabel];

    /// <summary>The last part of what a giver calls a file, for hints and titles; never a place on any disk.</summary>
    public static string FileName(string? said)
    {
        var name = string.Concat((said ?? "").Split('/', '\\')[^1].Where(letter => !char.IsControl(letter))).Trim();
        if (name.Length == 0)
            return "document";
        var ending = Path.GetExtension(name) is { Length: <= 20 } known ? known : "";
        return name.Length <= LongestFileName ? name : string.Concat(Cut(name, LongestFileName - ending.Length), ending);
    }

    static ReadOnlySpan<char> Cut(string name, int length) => name.AsSpan(0, char.IsHighSurrogate(name[length - 1]) ? length - 1 : length);
}
