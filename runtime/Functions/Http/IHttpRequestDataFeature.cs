namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>How middleware gets at the request of an invocation.</summary>
public interface IHttpRequestDataFeature
{
    /// <returns>Null when the invocation was not caused by HTTP.</returns>
    ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context);
}
