using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Blobs.Tests;

/// <summary>Stands between a client and the emulator, and does to some requests what networks and services do.</summary>
sealed class FaultyWire : IAsyncDisposable
{
    readonly WebApplication app;
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    readonly Uri behind;

    FaultyWire(WebApplication app, Uri behind) => (this.app, this.behind) = (app, behind);

    /// <summary>What is done to this request; null lets it pass.</summary>
    public Func<HttpRequest, Fault?> Faults { get; set; } = _ => null;

    public Uri Endpoint { get; private set; } = null!;

    public static async Task<FaultyWire> StartAsync(Uri behind)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var wire = new FaultyWire(app, behind);
        app.Run(wire.PassAsync);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        wire.Endpoint = new(address, behind.AbsolutePath);
        return wire;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    async Task PassAsync(HttpContext context)
    {
        var fault = Faults(context.Request);
        if (fault is Fault.Answer answer)
        {
            context.Response.StatusCode = (int)answer.Status;
            return;
        }

        if (fault is Fault.Unheard { Forwarded: false })
        {
            context.Abort();
            return;
        }

        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(behind, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()));
        request.Headers.Host = context.Request.Host.Value;
        if (context.Request.ContentLength is not null)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (fault is Fault.Unheard)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = values.ToArray();
        if (context.Request.Method == HttpMethod.Head.Method)
            return;

        var body = await response.Content.ReadAsByteArrayAsync();
        if (fault is Fault.Cut cut)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(0, Math.Min(cut.After, body.Length)));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(body);
    }

    public abstract record Fault
    {
        /// <summary>The service says this at once.</summary>
        public sealed record Answer(HttpStatusCode Status) : Fault;

        /// <summary>The connection is lost: before the service had the request, or behind its work.</summary>
        public sealed record Unheard(bool Forwarded) : Fault;

        /// <summary>The connection is lost after so many bytes of the body.</summary>
        public sealed record Cut(int After) : Fault;
    }
}
