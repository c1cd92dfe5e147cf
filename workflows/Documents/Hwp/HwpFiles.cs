using Asan.Documents.Assembly;

namespace Asan.Documents.Hwp;

/// <summary>Unpacks pictures and objects when the text first shows them.</summary>
sealed class HwpFiles(HwpContainer container, HwpDocInfo info, ParseBudget budget)
{
    readonly Dictionary<int, int?> byReference = [];
    readonly List<EmbeddedFile> files = [];

    public IReadOnlyList<EmbeddedFile> All => files;

    /// <summary>The picture's place in <see cref="Document.Files"/>; null when there are no bytes for it.</summary>
    public int? Find(int reference)
    {
        if (!budget.Options.WithFiles || info.BinData(reference) is not { Link: null } data)
            return null;
        if (!byReference.TryGetValue(reference, out var index))
            byReference.Add(reference, index = Load(data));
        return index;
    }

    public string? Link(int reference) => info.BinData(reference)?.Link;

    int? Load(HwpBinData data)
    {
        var name = $"BIN{data.StorageId:X4}.{data.Extension}";
        if (container.TryReadFile($"BinData/{name}", data.IsCompressed) is not { } bytes)
        {
            budget.Warn(WarningCodes.Missing, "A picture that the text shows is not in the file.", $"BinData/{name}");
            return null;
        }

        files.Add(new(Path.GetFileName(name), MediaTypes.Of(bytes.Span), bytes));
        return files.Count - 1;
    }
}
