using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>The management API of Durable Functions, by its official routes and status codes. The system key of the extension opens it, or the master key.</summary>
static class DurableWebhooks
{
    public const string Prefix = "/runtime/webhooks/durabletask";

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ManagementAddresses>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InstanceReader>(provider, ActivatorUtilities.CreateInstance<HistoryStore>(
            provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(EngineConnections.Clients))));
        services.AddSingleton<StartWebhooks>();
        services.AddSingleton<StatusWebhooks>();
        services.AddSingleton<ControlWebhooks>();
        services.AddSingleton<PurgeWebhooks>();
    }

    public static void Map(WebApplication app)
    {
        var start = app.Services.GetRequiredService<StartWebhooks>();
        var status = app.Services.GetRequiredService<StatusWebhooks>();
        var control = app.Services.GetRequiredService<ControlWebhooks>();
        var purge = app.Services.GetRequiredService<PurgeWebhooks>();

        Map(app, "POST", "/orchestrators/{functionName}/{instanceId?}", start.StartAsync);
        Map(app, "GET", "/instances", status.ManyAsync);
        Map(app, "GET", "/instances/{instanceId}", status.OneAsync);
        Map(app, "POST", "/instances/{instanceId}/raiseEvent/{eventName}", control.RaiseEventAsync);
        Map(app, "POST", "/instances/{instanceId}/terminate", control.TerminateAsync);
        Map(app, "POST", "/instances/{instanceId}/suspend", control.SuspendAsync);
        Map(app, "POST", "/instances/{instanceId}/resume", control.ResumeAsync);
        Map(app, "POST", "/instances/{instanceId}/rewind", control.RewindAsync);
        Map(app, "POST", "/instances/{instanceId}/restart", start.RestartAsync);
        Map(app, "DELETE", "/instances/{instanceId}", purge.OneAsync);
        Map(app, "DELETE", "/instances", purge.ManyAsync);
        // The engine has no entities: none is there to be listed or read, and a signal would be lost.
        Map(app, "GET", "/entities/{entityName?}", http => http.Response.WriteAsJsonAsync(Array.Empty<object>(), http.RequestAborted));
        Map(app, "GET", "/entities/{entityName}/{entityKey}", _ => throw WebhookProblems.UnknownInstance());
        Map(app, "POST", "/entities/{entityName}/{entityKey?}", NoEntities);
        Map(app, "DELETE", "/entities/{entityName}/{entityKey?}", NoEntities);
        // Every host of this engine is primary: there is nothing to take over.
        Map(app, "POST", "/makeprimary", _ => Task.CompletedTask);
        // Also what is there, by another method: 404 as on the official host, and not 405.
        Map(app, null, "/{**rest}", _ => throw WebhookProblems.UnknownRoute());
    }

    static void Map(WebApplication app, string? method, string route, RequestDelegate handle)
    {
        var template = Prefix + route;
        var engine = app.Services.GetRequiredService<DurableEngineOptions>();
        (method is null ? app.Map(template, Guarded) : app.MapMethods(template, [method], Guarded))
            .WithMetadata(new ServedRoute("DurableWebhooks", template, AuthorizationLevel.System, KeyRing.DurableExtension));

        async Task Guarded(HttpContext http)
        {
            http.Response.Headers.CacheControl = "no-store";
            if (http.Text("taskHub") is { } hub && !hub.Equals(engine.TaskHub, StringComparison.OrdinalIgnoreCase))
                throw WebhookProblems.UnknownTaskHub();

            try
            {
                await handle(http);
            }
            catch (ArgumentException e)
            {
                throw WebhookProblems.BadArgument(e.Message);
            }
            catch (NotSupportedException)
            {
                throw WebhookProblems.NotSupported("The engine does not do this.");
            }
            catch (NotImplementedException)
            {
                throw WebhookProblems.NotSupported("The engine does not do this.");
            }
        }
    }

    static Task NoEntities(HttpContext http) => throw WebhookProblems.NotSupported("This engine has no durable entities.");
}
