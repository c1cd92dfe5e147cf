using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Etl;

/// <summary>Addresses of our own, as the caller reached us.</summary>
static class Links
{
    /// <summary>Up to and with the route prefix, without a slash at the end: <c>http://localhost:7071/api</c>.</summary>
    public static string Base(HttpRequest request)
    {
        var path = request.Path.Value!;
        return $"{request.Scheme}://{request.Host}{request.PathBase}{path[..path.IndexOf("/etl/", StringComparison.OrdinalIgnoreCase)]}";
    }

    /// <summary>This same list, behind a cursor.</summary>
    public static string? Next(HttpRequest request, Paging paging, long? key) => key is { } place
        ? $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}?maxpagesize={paging.Size}&cursor={Paging.Cursor(place)}"
        : null;
}
