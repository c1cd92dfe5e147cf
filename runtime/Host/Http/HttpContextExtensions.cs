using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Asan.Runtime.Host.Http;

static class HttpContextExtensions
{
    /// <summary>What routing found; null where it found nothing.</summary>
    public static ServedRoute? Served(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ServedRoute>();

    public static long? MaxRequestBodySize(this HttpContext http) => http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
}
