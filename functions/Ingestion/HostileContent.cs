using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Ingestion;

/// <summary>What documents hold is shown by nobody's browser as a page of ours.</summary>
static class HostileContent
{
    public static void KeepAsText(this IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "no-store";
    }
}
