using Asan.Runtime.Blobs;
using Asan.Workflows.Blobs;

namespace Asan.Workflows.Etl.Batches;

/// <summary>Looks through the sources for complete batches.</summary>
public sealed class BatchFinder(BlobStore blobs)
{
    const string MarkBelow = $"/{Batch.CompleteMark}";

    /// <summary>Vocabularies may come with a batch: a folder of this name in it, or an archive.</summary>
    static readonly string[] Vocabularies = ["vocabulary", "vocabulary.zip"];

    /// <summary>All of them, the first completed first. A name that is refused is no batch.</summary>
    public async Task<IReadOnlyList<Batch>> FindAsync(CancellationToken ct)
    {
        var found = new List<Batch>();
        await foreach (var blob in blobs.Sources.ListAsync("", ct))
            if (blob.Name.EndsWith(MarkBelow, StringComparison.Ordinal) && BlobNames.Refusal(blob.Name) is null && !BlobNames.IsHidden(blob.Name)
                && await blobs.Sources.IdentifyAsync(blob, ct) is { } mark)
                found.Add(new(blob.Name[..^MarkBelow.Length], mark, blob.ModifiedAt));
        return [.. found.OrderBy(batch => batch.CompleteAt).ThenBy(batch => batch.Folder, StringComparer.Ordinal)];
    }

    /// <summary>The vocabulary that came with the batch; null when none did.</summary>
    public async Task<string?> VocabularyOfAsync(Batch batch, CancellationToken ct)
    {
        await foreach (var blob in blobs.Sources.ListAsync($"{batch.Folder}/vocabulary", ct))
            foreach (var name in Vocabularies.Select(vocabulary => $"{batch.Folder}/{vocabulary}"))
                if (blob.Name == name || blob.Name.StartsWith($"{name}/", StringComparison.Ordinal))
                    return name;
        return null;
    }
}
