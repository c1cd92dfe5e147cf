using Asan.Runtime.Host.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Http;

/// <summary>Puts the headers of host.json into every answer, also into those that refuse.</summary>
sealed class CustomHeadersMiddleware(RequestDelegate next, IOptions<ServingOptions> options)
{
    readonly KeyValuePair<string, string>[] headers = [.. options.Value.CustomHeaders];

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            foreach (var (name, value) in headers)
                http.Response.Headers[name] = value;
            return Task.CompletedTask;
        });
        return next(http);
    }
}
