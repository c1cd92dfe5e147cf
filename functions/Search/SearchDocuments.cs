using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Querying;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using FromBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Asan.Functions.Search;

/// <summary>POST /api/search: passages of the documents that the caller's labels open, the best first, each with its citation.</summary>
public sealed class SearchDocuments(DocumentSearch search)
{
    const int MostFilters = 50;

    [Function(nameof(SearchDocuments))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "search")] HttpRequest request,
        [FromBody] SearchRequest order,
        CancellationToken cancellationToken)
    {
        if (Refuse(order) is { } refusal)
            return refusal;

        var query = new SearchQuery(order.Query!, order.Top ?? 10, order.Formats, order.Labels, order.Facets ?? false);
        var headers = request.HttpContext.Response.Headers;
        (headers.CacheControl, headers.XContentTypeOptions) = ("no-store", "nosniff");
        return Results.Ok(await search.SearchAsync(query, Grants.HashOf(CallerKey.Of(request)), cancellationToken));
    }

    static IResult? Refuse(SearchRequest order)
    {
        if (string.IsNullOrWhiteSpace(order.Query) || order.Query.Length > SearchQuery.LongestText)
            return Problems.Invalid("/query", $"query is 1 to {SearchQuery.LongestText:N0} characters.");
        if (order.Top is < 1 or > SearchQuery.MostHits)
            return Problems.Invalid("/top", $"top is a number from 1 to {SearchQuery.MostHits}.");
        return RefuseFilter("formats", order.Formats) ?? RefuseFilter("labels", order.Labels);
    }

    static IResult? RefuseFilter(string name, IReadOnlyList<string>? values) =>
        values is null || (values.Count <= MostFilters && values.All(value => value is { Length: > 0 and <= 100 } && !value.Contains('\0')))
            ? null : Problems.Invalid($"/{name}", $"{name} are at most {MostFilters}, of 1 to 100 characters each.");
}
