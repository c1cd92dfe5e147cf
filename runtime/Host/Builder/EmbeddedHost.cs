using System.Reflection;
using Asan.Runtime.Host.Admin;
using Asan.Runtime.Host.Blobs;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Durable;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Keys;
using Asan.Runtime.Host.Logging;
using Asan.Runtime.Host.Telemetry;
using Asan.Runtime.Host.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Builder;

/// <summary>Puts the host together: one container for functions, Kestrel and the durable engine.</summary>
static class EmbeddedHost
{
    // What ASP.NET Core itself says of requests quotes the whole address, and keys travel in it: no setting turns it on.
    static readonly string[] Telltales = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var settings = HostSettings.Read(args);

        // An empty builder: no file, variable or logger takes part that is not named here.
        var web = WebApplication.CreateEmptyBuilder(new()
        {
            ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name,
            ContentRootPath = settings.Folder,
            EnvironmentName = settings.Environment,
        });
        settings.AddTo(web.Configuration, args);

        web.Services.TryAddSingleton(TimeProvider.System);
        web.Services.AddRouting();
        AddOptions(web);
        AddLogging(web);
        web.Services.AddSingleton(settings);
        // Before all others, so that it ends after them: what they say last is sent as well.
        TelemetryServing.AddTo(web.Services, web.Configuration);
        // First, so that bad key settings end the start before anything else has begun.
        web.Services.AddSingleton<KeyRing>();
        web.Services.AddHostedService(services => services.GetRequiredService<KeyRing>());
        WorkerJson.AddTo(web.Services);
        ConfigureKestrel(web, settings);
        return web;
    }

    public static IHost Build(
        WebApplicationBuilder web, FunctionCatalog catalog, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        web.Services.AddSingleton(catalog);
        web.Services.AddSingleton(new FunctionPipeline(middleware));
        if (catalog.NeedsDurable || web.Services.Any(service => service.ServiceType == typeof(DurableWorkerWanted)))
            DurableServing.AddTo(web.Services, web.Configuration, catalog);
        web.Services.AddSingleton<FunctionRunner>();
        web.Services.AddSingleton<RequestLimit>();
        web.Services.AddSingleton<Drain>();
        AdminRoutes.AddTo(web.Services);
        if (catalog.Timers.Any())
            TimerServing.AddTo(web.Services, web.Configuration, catalog);
        BlobServing.AddTo(web.Services, web.Configuration, catalog);
        TelemetryServing.AddBacklogTo(web.Services, web.Configuration);

        var app = web.Build();
        try
        {
            HttpServing.Map(app, catalog);
            if (catalog.Blobs.Any())
                app.Services.GetRequiredService<BlobFunctions>(); // refuses what it cannot serve
        }
        catch (FunctionsRefusedException)
        {
            ((IDisposable)app).Dispose();
            throw;
        }

        Announce(app, catalog);
        return app;
    }

    static void AddOptions(WebApplicationBuilder web)
    {
        web.Services.AddOptions<ServingOptions>().Configure(options => options.Bind(web.Configuration)).ValidateDataAnnotations().ValidateOnStart();
        web.Services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section);
        web.Services.AddOptions<HostOptions>().Configure<IOptions<ServingOptions>>((host, serving) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(serving.Value.DrainSeconds + serving.Value.StopSeconds));
    }

    static void AddLogging(WebApplicationBuilder web)
    {
        web.Logging.SetMinimumLevel(LogLevel.Information);
        web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Where both name a category, the later one counts.
        web.Logging.AddConfiguration(web.Configuration.GetSection($"{HostJson.Section}:logging"));
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
        web.Logging.AddConsole(console => console.FormatterName = JsonLineFormatter.FormatterName);
        web.Logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();

        web.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            foreach (var category in Telltales)
            {
                foreach (var rule in filters.Rules.Where(rule => rule.CategoryName?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true).ToArray())
                    filters.Rules.Remove(rule);
                filters.Rules.Add(new(null, category, LogLevel.Warning, null));
                filters.Rules.Add(new(typeof(ConsoleLoggerProvider).FullName, category, LogLevel.Warning, null));
            }
        });
    }

    static void ConfigureKestrel(WebApplicationBuilder web, HostSettings settings)
    {
        web.WebHost.UseKestrel().UseUrls(web.Configuration["urls"] is { Length: > 0 } urls ? urls : settings.Local.Url);
        web.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServingOptions>>((kestrel, serving) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = serving.Value.MaxRequestBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = serving.Value.MaxConnections;
        });
    }

    static void Announce(WebApplication app, FunctionCatalog catalog)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Asan.Runtime.Host");
        var settings = app.Services.GetRequiredService<HostSettings>();
        foreach (var (file, unused) in new[] { ("host.json", settings.HostJson.Unused), ("local.settings.json", settings.Local.Unused) })
            if (unused.Count > 0)
                log.SettingsUnused(file, string.Join(", ", unused));
        if (catalog.Disabled.Any())
            log.FunctionsDisabled(string.Join(", ", catalog.Disabled.Select(function => function.Name)));
        foreach (var function in catalog.Unserved)
            log.FunctionNotServed(function.Name, function.Unserved!);
        log.HttpFunctionsMapped(catalog.Http.Count(), app.Services.GetRequiredService<IOptions<ServingOptions>>().Value.RoutePrefix);
    }
}
