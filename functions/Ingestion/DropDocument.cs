using System.Text.Json;
using Asan.Workflows.Ingestion;
using Asan.Workflows.Ingestion.Uploads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>A file was dropped into the container <c>documents</c>, or over an older one: has <see cref="IngestDocument"/> read it.</summary>
public sealed class DropDocument(UploadStore uploads, DocumentNames names)
{
    [Function(nameof(DropDocument))]
    public async Task RunAsync(
        [BlobTrigger("documents/{name}")] Stream file, string name, FunctionContext context, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var etag = EtagOf(context);
        var drop = new NewUpload(
            Guid.CreateVersion7(), DocumentNames.IdOfDrop(name), UploadSource.Drop, name, etag, DocumentNames.FileName(name), names.LabelsOfDrop(name));
        await UnfinishedUploads.IngestAsync(client, await uploads.TakeDropAsync(drop, file.Length, cancellationToken), cancellationToken);
    }

    // Either host gives the blob's properties as JSON, the ETag as HTTP writes it.
    static string EtagOf(FunctionContext context)
    {
        using var properties = JsonDocument.Parse(context.BindingContext.BindingData["Properties"]!.ToString()!);
        return properties.RootElement.GetProperty("ETag").GetString()!.Trim('"');
    }
}
