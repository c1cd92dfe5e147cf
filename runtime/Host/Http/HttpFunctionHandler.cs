using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Logging;
using Asan.Runtime.Host.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Http;

/// <summary>Runs a function for a request and answers with its result.</summary>
sealed class HttpFunctionHandler(
    ServedFunction function, FunctionPipeline pipeline, ResultWriter results, RequestLimit limit, ServingOptions options, ILogger<HttpFunctionHandler> log)
{
    public async Task ServeAsync(HttpContext http)
    {
        using var place = await limit.EnterAsync(http);
        if (!place.IsAcquired)
            throw new RequestRefusedException(Problem.TooBusy());

        // Kestrel itself notices only when the body is read, and a function may not read it.
        if (http.Request.ContentLength > http.MaxRequestBodySize())
            throw new RequestRefusedException(Problem.BodyTooLarge(http.MaxRequestBodySize()!.Value));

        using var frame = new RequestFrame(http, options.FunctionTimeout);
        await using var invocation = new FunctionInvocation(function, frame, http.Request.RouteValues);
        invocation.Features.Set(http);
        invocation.Features.Set<IHttpRequestDataFeature>(new KestrelRequestFeature(http.Request));
        try
        {
            await pipeline.RunAsync(invocation);
        }
        catch (OperationCanceledException) when (frame.HasTimedOut)
        {
            log.FunctionTimedOut(function.Name, options.FunctionTimeout!.Value);
            throw new RequestRefusedException(Problem.TimedOut(options.FunctionTimeout!.Value));
        }

        await results.WriteAsync(http, invocation);
    }
}
