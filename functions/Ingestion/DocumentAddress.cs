using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Asan.Functions.Ingestion;

/// <summary>
/// Documents in addresses. Ids are paths, often: <c>documents/radiology/a.hwp</c> is <c>/api/documents/documents%2Fradiology%2Fa.hwp</c>. Routing leaves
/// <c>%2F</c> as it came and decodes the rest, so that the two cannot be told apart any more: the id is taken from the address as it was sent.
/// </summary>
static class DocumentAddress
{
    const string Before = "/documents/";

    /// <summary>The id that stands in the address of this request.</summary>
    public static string IdOf(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : request.Path.ToUriComponent();
        var begin = target.IndexOf(Before, StringComparison.OrdinalIgnoreCase) + Before.Length;
        var end = target.AsSpan(begin).IndexOfAny('/', '?');
        return Uri.UnescapeDataString(end < 0 ? target[begin..] : target[begin..(begin + end)]);
    }

    /// <summary>Where a document is asked for, as the caller reached us.</summary>
    public static string Of(HttpRequest request, string id)
    {
        var path = request.Path.Value!;
        var root = path[..path.IndexOf("/documents", StringComparison.OrdinalIgnoreCase)];
        return $"{request.Scheme}://{request.Host}{request.PathBase}{root}/documents/{Uri.EscapeDataString(id)}";
    }

    public static IResult Unknown() => Problems.Unknown("There is no such document, or this key's labels do not open it.");
}
