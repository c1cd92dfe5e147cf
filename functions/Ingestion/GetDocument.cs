using Asan.Functions.Search;
using Asan.Workflows.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Ingestion;

/// <summary>GET /api/documents/{id}: what searchers see of a document, and what became of the last file handed in for it.</summary>
public sealed class GetDocument(DocumentCatalog catalog)
{
    const string AskAgain = "1";

    [Function(nameof(GetDocument))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "documents/{id}")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(DocumentAddress.IdOf(request), CallerKey.Of(request), cancellationToken) is not { } document)
            return DocumentAddress.Unknown();

        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        if (document.Upload is { EndedAt: null })
            headers.RetryAfter = AskAgain;
        return Results.Ok(document);
    }
}
