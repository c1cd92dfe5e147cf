using System.Security.Cryptography;
using Asan.Documents;
using Asan.Documents.Isolation;
using Asan.Workflows.Ingestion.Passwords;
using Asan.Workflows.Ingestion.Uploads;
using Asan.Workflows.Search.Publishing;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>
/// Reads an upload's file in a process apart, cuts and indexes what comes of it as it comes, and shows it, all or nothing. Run again, it finds its own work
/// done; run too late, it loses.
/// </summary>
[DurableTask(nameof(PublishUpload))]
public sealed class PublishUpload(
    UploadStore uploads, UploadFiles files, PasswordSeal seal, Parsers parsers, DocumentPublisher publisher, IngestionOptions options, ILogger<PublishUpload> log)
    : TaskActivity<IngestRequest, IngestResult>
{
    public override async Task<IngestResult> RunAsync(TaskActivityContext context, IngestRequest input)
    {
        var ct = CancellationToken.None;
        if (await uploads.FindAsync(input.UploadId, ct) is not { Sequence: { } sequence } upload)
            return Superseded;

        await using var file = await files.OpenAsync(upload, ct);
        if (file is null)
            return Superseded;

        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        if (!await uploads.BeginReadingAsync(upload.Id, sha256, ct))
            return Superseded;

        file.Position = 0;
        try
        {
            return await PublishAsync(upload with { Sha256 = sha256 }, sequence, file, ct);
        }
        catch (ReadingBrokenException broken)
        {
            return Failed(broken.Refusal);
        }
    }

    async Task<IngestResult> PublishAsync(Upload upload, long sequence, Stream file, CancellationToken ct)
    {
        var parse = ParseOptions.Default with { FileName = upload.FileName, Password = seal.Open(upload.Id, await uploads.PasswordAsync(upload.Id, ct)) };
        await using var reading = await parsers.Pool.OpenAsync(file, file.Length, parse, ct);
        if (reading.Refusal is { } refusal)
            return Failed(refusal);

        await using var document = new DocumentStream(reading, upload.FileName, options.ContentInMemory);
        var outcome = await publisher.PublishAsync(
            new Publication
            {
                DocumentId = upload.DocumentId,
                Sequence = sequence,
                Sha256 = upload.Sha256!,
                Format = document.Format,
                Title = document.Title,
                Labels = upload.Labels,
                Content = document.Content,
                Files = reading.FilesAsync(ct),
                Warnings = () => reading.Tail.Warnings,
            }, document.ChunksAsync(ct), ct);
        if (outcome == PublishOutcome.Superseded)
            return Superseded;

        if (outcome == PublishOutcome.Published)
            log.UploadPublished(upload.Id, document.Chunks, document.Format, reading.Tail.Warnings.Count);
        return new(UploadStatus.Published);
    }

    static IngestResult Superseded { get; } = new(UploadStatus.Superseded);

    static IngestResult Failed(Refusal refusal) => new(UploadStatus.Failed, refusal.Code, refusal.Reason);
}
