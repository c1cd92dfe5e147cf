using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Host.Http;

/// <summary>Makes the server-independent request when somebody asks for it, once.</summary>
sealed class KestrelRequestFeature(HttpRequest request) : IHttpRequestDataFeature
{
    KestrelRequest? made;

    public ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context) => new(made ??= new KestrelRequest(context, request));
}
