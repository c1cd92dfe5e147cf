using System.Security.Cryptography;
using System.Text;
using Asan.Runtime.Blobs;
using Asan.Workflows.Blobs;
using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>Files in the container <c>documents</c>: each version becomes one upload, whoever tells of it and however often.</summary>
public sealed class DroppedFiles(
    UploadStore uploads, UploadFiles files, BlobStore blobs, DocumentNames names, IngestionOptions options, TimeProvider time, ILogger<DroppedFiles> log)
{
    const int AtOnce = 1_000;

    static readonly string[] Unfinished = [".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", "~"];

    /// <summary>Takes a version of a dropped file and has it read. Nothing happens when it is known, or is not there any more.</summary>
    /// <returns>Whether it was taken now.</returns>
    public async Task<bool> TakeAsync(DurableTaskClient client, string blob, string etag, CancellationToken ct)
    {
        if (!DocumentNames.FitsDrop(blob))
        {
            await files.TellTooLongAsync(blob, ct);
            return false;
        }

        var drop = new NewUpload(
            IdOf(blob, etag), DocumentNames.IdOfDrop(blob), UploadSource.Drop, blob, etag, DocumentNames.FileName(blob), names.LabelsOfDrop(blob));
        var (upload, isNew) = await uploads.TakeDropAsync(drop, async () => await blobs.Documents.FindAsync(blob, ct) is { } there && there.ETag == etag ? there.Length : null, ct);
        if (upload is { } id)
            await UnfinishedUploads.IngestAsync(client, id, ct);
        return isNew;
    }

    /// <summary>Looks through the container for files that no trigger brought in: it gives up on one when hosts died with it again and again.</summary>
    public async Task TakeLostAsync(DurableTaskClient client, CancellationToken ct)
    {
        var (before, lost) = (time.GetUtcNow() - options.IdleTime, 0);
        await foreach (var some in Settled(before, ct).Chunk(AtOnce).WithCancellation(ct))
        {
            var known = await uploads.KnownDropsAsync([.. some.Select(blob => DocumentNames.IdOfDrop(blob.Name))], ct);
            foreach (var blob in some)
                if (!known.Contains((DocumentNames.IdOfDrop(blob.Name), blob.ETag)) && await TakeAsync(client, blob.Name, blob.ETag, ct))
                    lost++;
        }

        if (lost > 0)
            log.LostDropsTaken(lost);
    }

    // The same version of the same file is the same upload.
    static Guid IdOf(string blob, string etag) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{etag} {blob}")).AsSpan(0, 16));

    IAsyncEnumerable<Blob> Settled(DateTimeOffset before, CancellationToken ct) => blobs.Documents.ListAsync("", ct)
        .Where(blob => blob.ModifiedAt < before && DocumentNames.FitsDrop(blob.Name) && BlobNames.Refusal(blob.Name) is null && !IsUnfinished(blob.Name));

    // What the host's trigger does not take either (runtime/Host/Blobs): names for work that is not done, and the mark that it is.
    static bool IsUnfinished(string name) =>
        BlobNames.IsHidden(name) || Array.Exists(Unfinished, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || name.Split('/')[^1] == "_COMPLETE";
}
