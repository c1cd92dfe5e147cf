using Asan.Runtime.Host.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Asan.Runtime.Host.Http;

static class HttpContextExtensions
{
    /// <summary>What routing found; null where it found nothing.</summary>
    public static ServedRoute? Served(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ServedRoute>();

    /// <summary>Lets the body be at most so long, for readers that hold it in memory.</summary>
    /// <exception cref="RequestRefusedException">It says that it is longer; one that does not say so is cut off while it is read.</exception>
    public static void LimitBody(this HttpContext http, long longest)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature && !(feature.MaxRequestBodySize <= longest))
            feature.MaxRequestBodySize = longest;
        if (http.Request.ContentLength > longest)
            throw new RequestRefusedException(Problem.BodyTooLarge(longest));
    }

    public static long? MaxRequestBodySize(this HttpContext http) => http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
}
