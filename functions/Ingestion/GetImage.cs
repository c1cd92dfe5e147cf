using Asan.Functions.Search;
using Asan.Workflows.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Ingestion;

/// <summary>GET /api/documents/{id}/images/{n}: a picture or another file inside the document, numbered from 0; the document's Markdown refers to <c>images/n</c>.</summary>
public sealed class GetImage(DocumentCatalog catalog)
{
    [Function(nameof(GetImage))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "documents/{id}/images/{n:int}")] HttpRequest request, int n, CancellationToken cancellationToken)
    {
        if (await catalog.FileAsync(DocumentAddress.IdOf(request), n, CallerKey.Of(request), cancellationToken) is not { } file)
            return DocumentAddress.Unknown();

        request.HttpContext.Response.Headers.KeepAsText();
        return Results.Bytes(file.Bytes, file.MediaType, file.Name);
    }
}
