using Asan.Documents.Assembly;

namespace Asan.Documents.Hwpx;

/// <summary>Unpacks pictures and objects when the text first shows them.</summary>
sealed class HwpxFiles(HwpxContainer container, HwpxContent content, ParseBudget budget)
{
    readonly Dictionary<string, int?> byId = new(StringComparer.Ordinal);
    readonly List<EmbeddedFile> files = [];

    public IReadOnlyList<EmbeddedFile> All => files;

    /// <summary>The picture's place in <see cref="Document.Files"/>; null when there are no bytes for it.</summary>
    public int? Find(string? id)
    {
        if (!budget.Options.WithFiles || string.IsNullOrEmpty(id) || Link(id) is not null)
            return null;
        if (!byId.TryGetValue(id, out var index))
            byId.Add(id, index = Load(id));
        return index;
    }

    /// <summary>Where a picture is that is not in the file; null for one that is.</summary>
    public string? Link(string? id) => id is not null && content.Item(id) is { IsEmbedded: false } item && container.Find(item.Href) is null ? item.Href : null;

    int? Load(string id)
    {
        // Without a manifest the id is still the name of the entry, but for its ending.
        var name = content.Item(id)?.Href ?? container.FindByStem($"BinData/{id}") ?? id;
        if (container.TryReadFile(name) is not { } bytes)
        {
            budget.Warn(WarningCodes.Missing, "A picture that the text shows is not in the file.");
            return null;
        }

        files.Add(new(Path.GetFileName(name), MediaTypes.Of(bytes.Span), bytes));
        return files.Count - 1;
    }
}
