using Asan.Functions.Search;
using Asan.Workflows.Ingestion;
using Asan.Workflows.Ingestion.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>
/// DELETE /api/documents/{id}: searchers miss the document at once, and <see cref="RemoveDocument"/> takes away its files; 204. What is handed in later is a
/// new document.
/// </summary>
public sealed class DeleteDocument(DocumentCatalog catalog, UploadStore uploads)
{
    [Function(nameof(DeleteDocument))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "documents/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var id = DocumentAddress.IdOf(request);
        if (!await catalog.MayChangeAsync(id, CallerKey.Of(request), cancellationToken) || await uploads.RemoveAsync(id, cancellationToken) is not { } removed)
            return DocumentAddress.Unknown();

        await UnfinishedUploads.RemoveAsync(client, removed, cancellationToken);
        return Results.NoContent();
    }
}
