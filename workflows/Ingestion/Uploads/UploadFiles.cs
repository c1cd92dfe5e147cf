using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Asan.Runtime.Blobs;
using Asan.Workflows.Blobs;

namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>The files of uploads: where they lie, how they are set aside, and how they go. Each step may be run again.</summary>
public sealed class UploadFiles(BlobStore blobs)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file, seekable; null when it was replaced or taken away since it was handed in.</summary>
    public Task<Stream?> OpenAsync(Upload upload, CancellationToken ct) => ContainerOf(upload).OpenAsync(upload.Blob, upload.ETag, ct);

    /// <summary>Writes a posted file under the number of its upload.</summary>
    public async Task PutAsync(Guid upload, Stream content, CancellationToken ct) => await blobs.Uploads.PutAsync(NameOf(upload), content, BlobCondition.None, ct);

    /// <summary>The name of a posted file: its giver's own may be anything.</summary>
    public static string NameOf(Guid upload) => upload.ToString("N");

    /// <summary>Takes away a posted file, but not a dropped one: that lies where its owner put it.</summary>
    public async Task RemovePostedAsync(Upload upload, CancellationToken ct)
    {
        if (upload.Source == UploadSource.Post)
            await blobs.Uploads.DeleteAsync(upload.Blob, null, ct);
    }

    /// <summary>Takes away every file of an upload. A dropped file that was replaced since stays: it is another upload.</summary>
    public async Task RemoveAsync(Upload upload, CancellationToken ct)
    {
        await ContainerOf(upload).DeleteAsync(upload.Blob, upload.ETag, ct);
        if (upload.FailedBlob is not { } failed)
            return;
        await blobs.FailedDocuments.DeleteAsync(failed, null, ct);
        await blobs.FailedDocuments.DeleteAsync(ProblemOf(failed), null, ct);
    }

    /// <summary>Moves the file into <c>documents-failed</c>, with the problem beside it: a dropped one under its own name, a posted one under its upload's.</summary>
    /// <returns>Its name there; null when there was no such file any more.</returns>
    public async Task<string?> SetAsideAsync(Upload upload, FailedUpload failure, CancellationToken ct)
    {
        var name = upload.Source == UploadSource.Drop ? upload.Blob : $"uploads/{upload.Blob}";
        await using (var content = await OpenAsync(upload, ct))
        {
            if (content is not null)
                await blobs.FailedDocuments.PutAsync(name, content, BlobCondition.None, ct);
            else
                return await IsAsideAsync(name, upload, ct) ? name : null;
        }

        await TellAsync(ProblemOf(name), new
        {
            type = $"urn:asan:problem:{failure.Code}",
            title = "The document could not be read",
            detail = failure.Reason,
            code = failure.Code,
            documentId = upload.DocumentId,
            fileName = upload.FileName,
            upload = upload.Id,
            sha256 = upload.Sha256,
            handedInAt = upload.CreatedAt,
        }, ct);
        // Last, and only this version: what was dropped over it meanwhile is another upload.
        await ContainerOf(upload).DeleteAsync(upload.Blob, upload.ETag, ct);
        return name;
    }

    /// <summary>Says of a dropped file that its path is too long to be a document's id. It stays where it is, and is told of once.</summary>
    public Task TellTooLongAsync(string blob, CancellationToken ct) =>
        TellAsync($"name-too-long-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blob)).AsSpan(0, 8))}.problem.json", new
        {
            type = "urn:asan:problem:name-too-long",
            title = "The document could not be taken",
            detail = "The path of the file is too long: 1,014 bytes of UTF-8 at most. Give it a shorter one.",
            code = "name-too-long",
            fileName = blob,
        }, ct);

    async Task TellAsync(string name, object problem, CancellationToken ct)
    {
        using var told = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(problem, Json));
        await blobs.FailedDocuments.PutAsync(name, told, BlobCondition.None, ct);
    }

    // By an earlier run of the same step; a problem of another upload says nothing of this one.
    async Task<bool> IsAsideAsync(string name, Upload upload, CancellationToken ct)
    {
        await using var problem = await blobs.FailedDocuments.OpenAsync(ProblemOf(name), null, ct);
        if (problem is null)
            return false;
        using var told = await JsonDocument.ParseAsync(problem, default, ct);
        return told.RootElement.TryGetProperty("upload", out var id) && id.TryGetGuid(out var known) && known == upload.Id;
    }

    static string ProblemOf(string failed) => $"{failed}.problem.json";

    IBlobContainer ContainerOf(Upload upload) => upload.Source == UploadSource.Drop ? blobs.Documents : blobs.Uploads;
}
