using System.Text.Json;
using Asan.Workflows.Ingestion;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>A file was dropped into the container <c>documents</c>, or over an older one: has <see cref="IngestDocument"/> read it.</summary>
public sealed class DropDocument(DroppedFiles drops)
{
    [Function(nameof(DropDocument))]
    public Task RunAsync(
        [BlobTrigger("documents/{name}")] Stream file, string name, FunctionContext context, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        drops.TakeAsync(client, name, EtagOf(context), cancellationToken);

    // Either host gives the blob's properties as JSON, the ETag as HTTP writes it.
    static string EtagOf(FunctionContext context)
    {
        using var properties = JsonDocument.Parse(context.BindingContext.BindingData["Properties"]!.ToString()!);
        return properties.RootElement.GetProperty("ETag").GetString()!.Trim('"');
    }
}
