using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Problems;

/// <summary>The outer edge: whatever went wrong inside is answered with a problem document, never with a stack trace or an empty page.</summary>
sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone and nobody reads an answer; the status is for the log.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await http.WriteProblemAsync(Explain(http, e));
            return;
        }

        if (!http.Response.HasStarted && http.Served() is null && Unmatched(http) is { } problem)
            await http.WriteProblemAsync(problem);
    }

    // Routing found no function and left a status behind. What a function itself answers, even an empty 404, is never touched.
    static Problem? Unmatched(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problem.UnknownRoute(),
        StatusCodes.Status405MethodNotAllowed => Problem.MethodNotAllowed(http.Request.Method, http.Response.Headers.Allow.ToString()),
        _ => null,
    };

    Problem Explain(HttpContext http, Exception e)
    {
        switch (e)
        {
            case RequestRefusedException refused:
                return refused.Problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.BodyTooLarge(http.MaxRequestBodySize() ?? 0);
            case BadHttpRequestException bad:
                return Problem.BadRequest(bad.StatusCode, bad.Message);
            default:
                log.RequestFailed(http.Served()?.Name, ThrownError.WithoutWords(e));
                log.Thrown(e, http.Served()?.Name);
                return Problem.Unexpected();
        }
    }
}
