using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Asan.Functions.Search;
using Asan.Workflows.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Ingestion;

/// <summary>GET /api/documents: the documents that the caller may see, by id; narrowed by <c>format</c>, <c>label</c>, <c>status</c> and <c>prefix</c>.</summary>
public sealed class ListDocuments(DocumentCatalog catalog)
{
    const int Usual = 50;
    const int Most = 200;
    const int LongestFilter = 1024;

    [Function(nameof(ListDocuments))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "documents")] HttpRequest request, CancellationToken cancellationToken)
    {
        var query = request.Query;
        foreach (var name in new[] { "format", "label", "status", "prefix", "cursor" })
            if (query[name].Count > 1 || query[name].ToString() is var said && (said.Length > LongestFilter || said.Contains('\0', StringComparison.Ordinal)))
                return Problems.Invalid($"/{name}", $"'{name}' is given once, with at most {LongestFilter:N0} characters.");
        var size = Usual;
        if (query["maxpagesize"] is { Count: > 0 } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size == 0))
            return Problems.Invalid("/maxpagesize", $"maxpagesize is a number from 1 to {Most}.");
        if (!TryRead(Said("cursor"), out var behind))
            return Problems.Invalid("/cursor", "This cursor is not one of ours: follow the nextLink of a page.");

        size = Math.Min(size, Most);
        var found = await catalog.ListAsync(
            new(Said("format"), Said("label"), Said("status"), Said("prefix"), behind, size + 1), CallerKey.Of(request), cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new DocumentPage([.. found.Take(size)], found.Count > size ? Next(request, size, found[size - 1].Id) : null));

        string? Said(string name) => query[name] is { Count: 1 } value && value.ToString().Length > 0 ? value.ToString() : null;
    }

    static string Next(HttpRequest request, int size, string last)
    {
        var filters = request.Query.Where(pair => pair.Key is "format" or "label" or "status" or "prefix")
            .Select(pair => $"&{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}");
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}?maxpagesize={size}{string.Concat(filters)}"
            + $"&cursor={Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last))}";
    }

    static bool TryRead(string? cursor, out string? behind)
    {
        behind = null;
        if (cursor is null)
            return true;
        if (!Base64Url.IsValid(cursor))
            return false;
        behind = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return !behind.Contains('\0', StringComparison.Ordinal);
    }
}
