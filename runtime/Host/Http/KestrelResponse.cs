using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Host.Http;

/// <summary>The answer of ASP.NET Core as a server-independent one. It writes through: there is one answer, however often it is created.</summary>
sealed class KestrelResponse : HttpResponseData
{
    readonly HttpResponse response;

    public KestrelResponse(FunctionContext context, HttpResponse response) : base(context)
    {
        this.response = response;
        Body = response.Body;
        Cookies = new KestrelCookies(response);
        response.OnStarting(CopyHeaders);
    }

    public override HttpStatusCode StatusCode
    {
        get => (HttpStatusCode)response.StatusCode;
        set => response.StatusCode = (int)value;
    }

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; }

    public override HttpCookies Cookies { get; }

    /// <summary>Sends a body that was put in the answer's own place; what was written to that one has gone out already.</summary>
    public async Task CompleteAsync()
    {
        if (Body == response.Body)
            return;

        if (Body.CanSeek)
            Body.Position = 0;
        await Body.CopyToAsync(response.Body, response.HttpContext.RequestAborted);
    }

    Task CopyHeaders()
    {
        foreach (var (name, values) in Headers.NonValidated)
            response.Headers[name] = values.ToArray();
        return Task.CompletedTask;
    }
}
