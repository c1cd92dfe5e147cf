using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Asan.Runtime.Host.Http;

static class HttpContextExtensions
{
    /// <summary>The function that routing found; null where it found none.</summary>
    public static HttpFunction? Function(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<HttpFunction>();

    public static long? MaxRequestBodySize(this HttpContext http) => http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
}
