using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Bench.Host;

/// <summary>A side's own process. It says its address, and serves until its standard input ends. Both tell warnings alone, as eng/up does.</summary>
static class Served
{
    public const string Ours = "ours";
    public const string Bare = "bare";

    public static async Task RunAsync(string side, CancellationToken ct)
    {
        using var host = side == Ours ? FunctionsHost() : BareHost();
        await host.StartAsync(ct);
        Console.WriteLine(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        while (await Console.In.ReadLineAsync(ct) is not null)
        {
        }

        await host.StopAsync(ct);
    }

    static IHost FunctionsHost()
    {
        var builder = FunctionsApplication.CreateBuilder(["--urls=http://127.0.0.1:0", $"--Keys:Functions:default={Functions.Key}", "--Logging:LogLevel:Default=Warning"]);
        builder.ConfigureFunctionsWebApplication();
        return builder.Build();
    }

    static WebApplication BareHost()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.MapGet("/api/empty", () => Results.Ok());
        return app;
    }
}
