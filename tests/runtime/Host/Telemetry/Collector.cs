using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Tests.Telemetry;

/// <summary>Takes OTLP over HTTP and keeps what came. Names and tags are text within protobuf, so that what was told can be looked for.</summary>
sealed class Collector : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    Collector(WebApplication app) => this.app = app;

    public string Endpoint { get; private set; } = "";

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.Run(async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector.received.Enqueue((context.Request.Path, body.ToArray()));
        });
        await collector.app.StartAsync();
        collector.Endpoint = collector.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return collector;
    }

    public string Text(string path) => string.Concat(received.Where(request => request.Path == path).Select(request => Encoding.Latin1.GetString(request.Body)));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
