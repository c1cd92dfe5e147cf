using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The request and the answer of an invocation, for middleware.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <returns>Null when the invocation was not caused by HTTP.</returns>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IHttpRequestDataFeature>()?.GetHttpRequestDataAsync(context) ?? default;
    }

    /// <returns>The answer that the function returned, itself or as its HTTP result; null when it returned another kind.</returns>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context)
    {
        var result = context.GetInvocationResult();
        return result.Value as HttpResponseData
            ?? context.GetOutputBindings<HttpResponseData>().FirstOrDefault(output => output.BindingType == "http")?.Value;
    }
}
