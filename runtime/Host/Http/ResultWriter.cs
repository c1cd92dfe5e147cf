using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Http;

/// <summary>Answers the request with what the function returned.</summary>
sealed class ResultWriter(ILogger<ResultWriter> log)
{
    public Task WriteAsync(HttpContext http, FunctionInvocation invocation)
    {
        switch (Answer(invocation))
        {
            case IResult result:
                return result.ExecuteAsync(http);
            case IActionResult result:
                // Bare, as on the official worker: no filters, no model state.
                return result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
            case KestrelResponse response:
                return response.CompleteAsync();
            case { } other:
                // As on the official worker: anything else is the function's own affair and is not sent.
                log.ResultNotWritten(invocation.Function.Name, invocation.InvocationId, other.GetType().Name);
                break;
        }

        return Task.CompletedTask;
    }

    static object? Answer(FunctionInvocation invocation)
    {
        var result = invocation.Bindings.Result;
        var outputs = invocation.Function.Outputs;
        var property = outputs.FirstOrDefault(output => output.IsDefined(typeof(HttpResultAttribute), inherit: true))
            ?? outputs.FirstOrDefault(output => output.PropertyType == typeof(HttpResponseData));
        return property is not null && property.DeclaringType!.IsInstanceOfType(result) ? property.GetValue(result) : result;
    }
}
