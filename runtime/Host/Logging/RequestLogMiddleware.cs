using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Logging;

/// <summary>One line a request. The route's template is logged, never the address: that holds keys in its query and ids in its path.</summary>
sealed class RequestLogMiddleware(RequestDelegate next, TimeProvider time, ILogger<RequestLogMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            var route = http.Served();
            RequestSpan.Name(http, route);
            log.RequestServed(
                http.Request.Method, route?.Template, http.Response.StatusCode, time.GetElapsedTime(started).TotalMilliseconds, route?.Name);
        }
    }
}
