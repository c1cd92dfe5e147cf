using System.Text;

namespace Asan.Workflows.Ingestion;

/// <summary>What documents are called and who may find them, where nobody says more.</summary>
public sealed class DocumentNames(IngestionOptions options)
{
    const int LongestId = 1024;

    /// <summary>Ids of dropped files begin with this; those that clients choose may not.</summary>
    public const string DropPrefix = "documents/";

    /// <summary>A dropped file is known by its path, the container's name first.</summary>
    public static string IdOfDrop(string blob) => DropPrefix + blob;

    /// <summary>Why this is no id that a client may choose; null when it is one.</summary>
    public static string? Refusal(string id)
    {
        if (id.Length == 0 || Encoding.UTF8.GetByteCount(id) > LongestId)
            return $"An id has 1 to {LongestId:N0} bytes of UTF-8.";
        if (id.Any(char.IsControl) || id.Any(char.IsSurrogate) && !id.IsNormalized() || id != id.Trim())
            return "An id has no control characters, and no space at its ends.";
        return id.StartsWith(DropPrefix, StringComparison.Ordinal) ? $"Ids that begin with '{DropPrefix}' are those of dropped files." : null;
    }

    /// <summary>Who may find a dropped file: holders of the label that its first folder is named for.</summary>
    public IReadOnlyList<string> LabelsOfDrop(string blob) =>
        blob.IndexOf('/', StringComparison.Ordinal) is var end and > 0 and <= 100 ? [blob[..end]] : [options.DefaultLabel];

    /// <summary>Who may find a posted file: holders of these, or of the default label where it has none.</summary>
    public IReadOnlyList<string> LabelsOfPost(IReadOnlyCollection<string> said) => said.Count > 0 ? [.. said.Distinct(StringComparer.Ordinal)] : [options.DefaultLabel];

    /// <summary>The last part of what a giver calls a file, for hints and titles; never a place on any disk.</summary>
    public static string FileName(string? said)
    {
        var name = (said ?? "").Split('/', '\\')[^1];
        name = string.Concat(name.Where(c => !char.IsControl(c))).Trim();
        return name.Length is > 0 and <= 255 ? name : name.Length == 0 ? "document" : name[..200] + Path.GetExtension(name)[..Math.Min(20, Path.GetExtension(name).Length)];
    }
}
