using Asan.Functions.Search;
using Asan.Workflows.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Ingestion;

/// <summary>GET /api/documents/{id}/content: the document as it was read, as Markdown; identifiers of persons are starred without the label <c>unmask</c>.</summary>
public sealed class GetContent(DocumentCatalog catalog)
{
    [Function(nameof(GetContent))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "documents/{id}/content")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await catalog.ContentAsync(DocumentAddress.IdOf(request), CallerKey.Of(request), cancellationToken) is not { } parts)
            return DocumentAddress.Unknown();

        request.HttpContext.Response.Headers.KeepAsText();
        return Results.Stream(
            async body =>
            {
                await foreach (var part in parts.WithCancellation(cancellationToken))
                    await body.WriteAsync(part, cancellationToken);
            },
            "text/markdown; charset=utf-8");
    }
}
