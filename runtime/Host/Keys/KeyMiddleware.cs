using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Keys;

/// <summary>Asks for the key that the level of what routing found demands, before anything of the request is read.</summary>
sealed class KeyMiddleware(RequestDelegate next, KeyRing keys)
{
    public const string Header = "x-functions-key";
    public const string Query = "code";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Served() is not { Level: not AuthorizationLevel.Anonymous } route)
            return next(http);

        var presented = http.Request.Headers[Header].ToString();
        if (presented.Length == 0)
            presented = http.Request.Query[Query].ToString();
        if (presented.Length > 0 && keys.Opens(route, presented))
            return next(http);

        http.Response.Headers.WWWAuthenticate = "FunctionsKey realm=\"functions\"";
        return http.WriteProblemAsync(Problem.KeyRequired(shown: presented.Length > 0));
    }
}
