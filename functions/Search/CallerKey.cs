using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Search;

/// <summary>The function key that a request came with. The host has checked it before any function runs; here it says whose labels count.</summary>
static class CallerKey
{
    const string Header = "x-functions-key";

    /// <summary>Empty when none was sent, which holds nothing.</summary>
    public static string Of(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 } header ? header : request.Query["code"].ToString();
}
