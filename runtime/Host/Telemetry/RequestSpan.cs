using System.Diagnostics;
using Asan.Runtime.Host.Http;
using Microsoft.AspNetCore.Http;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>Tells a request's span what conventions ask for: the route, and never the address, which holds keys in its query and ids in its path.</summary>
static class RequestSpan
{
    public static void Name(HttpContext http, ServedRoute? route)
    {
        if (Activity.Current is not { Recorded: true, OperationName: "Microsoft.AspNetCore.Hosting.HttpRequestIn" } span)
            return;

        span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route.Template}";
        span.SetTag("http.request.method", http.Request.Method)
            .SetTag("url.scheme", http.Request.Scheme)
            .SetTag("http.route", route?.Template)
            .SetTag("url.path", route?.Template)
            .SetTag("url.query", null)
            .SetTag("http.response.status_code", http.Response.StatusCode)
            .SetTag("network.protocol.version", http.Request.Protocol.Split('/')[^1]);
        if (route is not null)
            span.SetTag("faas.name", route.Name).SetTag("faas.trigger", "http");
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetTag("error.type", $"{http.Response.StatusCode}").SetStatus(ActivityStatusCode.Error);
    }
}
