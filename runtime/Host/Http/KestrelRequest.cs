using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Host.Http;

/// <summary>The request of ASP.NET Core as a server-independent one.</summary>
sealed class KestrelRequest(FunctionContext context, HttpRequest request) : HttpRequestData(context)
{
    public override Stream Body => request.Body;

    public override HttpHeadersCollection Headers { get; } =
        new(request.Headers.Select(header => KeyValuePair.Create(header.Key, (IEnumerable<string>)[.. header.Value.OfType<string>()])));

    public override IReadOnlyCollection<IHttpCookie> Cookies { get; } =
        [.. request.Cookies.Select(cookie => new HttpCookie(cookie.Key, cookie.Value))];

    public override Uri Url { get; } = new(request.GetEncodedUrl());

    public override IEnumerable<ClaimsIdentity> Identities => request.HttpContext.User?.Identities ?? ImmutableArray<ClaimsIdentity>.Empty;

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() => new KestrelResponse(FunctionContext, request.HttpContext.Response);
}
