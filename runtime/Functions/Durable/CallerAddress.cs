using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Scheme and host as the caller wrote them, which a proxy in between passes on in headers.</summary>
static class CallerAddress
{
    /// <summary>Forwarded (RFC 7239) goes before X-Forwarded-Proto and -Host, and those before the request's own address.</summary>
    public static Uri Of(Uri request, HttpHeadersCollection headers) =>
        Of(request, name => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null);

    public static Uri Of(Uri request, Func<string, string?> header)
    {
        var forwarded = First(header("Forwarded"));
        var scheme = Directive(forwarded, "proto") ?? First(header("X-Forwarded-Proto")) ?? request.Scheme;
        var host = Directive(forwarded, "host") ?? First(header("X-Forwarded-Host")) ?? request.Authority;
        return Uri.TryCreate($"{scheme}://{host}", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : new Uri(request.GetLeftPart(UriPartial.Authority));
    }

    // A chain of proxies appends to the list: its first entry is what the caller said to the first of them.
    static string? First(string? header) => header?.Split(',')[0].Trim() is { Length: > 0 } first ? first : null;

    static string? Directive(string? forwarded, string name) =>
        forwarded?.Split(';')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair[1].Trim().Trim('"'))
            .FirstOrDefault();
}
