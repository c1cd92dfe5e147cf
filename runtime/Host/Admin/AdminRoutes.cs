using System.Diagnostics;
using System.Text.Json;
using System.Text.Unicode;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Runtime.Host.Admin;

/// <summary>What the official host answers below /admin, as far as people and Core Tools ask for it. The master key opens it.</summary>
static class AdminRoutes
{
    const int LongestInput = 1024 * 1024;

    static readonly string Version = typeof(AdminRoutes).Assembly.GetName().Version!.ToString();

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ManualInvocations>();
        services.AddHostedService(provider => provider.GetRequiredService<ManualInvocations>());
    }

    public static void Map(WebApplication app, FunctionCatalog catalog, IEnumerable<HttpFunction> functions)
    {
        var listing = new FunctionListing(catalog, functions);
        var invocations = app.Services.GetRequiredService<ManualInvocations>();

        Map(app, "GET", "/admin/host/status", http => http.Response.WriteAsJsonAsync(Status(app.Lifetime), http.RequestAborted));
        Map(app, "GET", "/admin/functions", http => http.Response.WriteAsJsonAsync(listing.All(http.Request), http.RequestAborted));
        Map(app, "GET", "/admin/functions/{name}", http => http.Response.WriteAsJsonAsync(listing.Of(Require(listing, http), http.Request), http.RequestAborted));
        Map(app, "POST", "/admin/functions/{name}", http => InvokeAsync(http, Require(listing, http), catalog, invocations));
    }

    static void Map(WebApplication app, string method, string template, RequestDelegate handle) =>
        app.MapMethods(template, [method], handle).WithMetadata(new ServedRoute("Admin", template, AuthorizationLevel.Admin));

    static object Status(IHostApplicationLifetime lifetime) => new
    {
        id = Environment.MachineName.ToLowerInvariant(),
        state = lifetime.ApplicationStopping.IsCancellationRequested ? "Stopping" : "Running",
        version = Version,
        versionDetails = $"Asan Functions {Version}",
        instanceId = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        computerName = Environment.MachineName,
        processUptime = (long)(DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalMilliseconds,
    };

    static FunctionDescriptor Require(FunctionListing listing, HttpContext http) =>
        listing.Find((string)http.Request.RouteValues["name"]!)
        ?? throw new RequestRefusedException(new(404, "unknown-function", "No such function", "The application has no function of this name."));

    static async Task InvokeAsync(HttpContext http, FunctionDescriptor function, FunctionCatalog catalog, ManualInvocations invocations)
    {
        if (catalog.IsDisabled(function))
            throw new RequestRefusedException(new(409, "function-disabled", "The function is disabled", "A setting leaves it out."));
        if (!invocations.Serves(function.Name))
            throw new RequestRefusedException(new(400, "not-invocable", "The function is not called here", function.Trigger switch
            {
                HttpTriggerAttribute => "Call an HTTP function at its own address.",
                OrchestrationTriggerAttribute => "Start an orchestration by POST to /runtime/webhooks/durabletask/orchestrators/{name}.",
                _ => "Nothing but its trigger calls it.",
            }));

        var input = await ReadInputAsync(http);
        if (!invocations.TryBegin(function.Name, input))
            throw new RequestRefusedException(Problem.TooBusy());
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    // {"input": "text"}, as Core Tools sends it; {} and nothing at all mean no input.
    static async Task<string?> ReadInputAsync(HttpContext http)
    {
        http.LimitBody(LongestInput);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length == 0)
            return null;
        if (!Utf8.IsValid(body.GetBuffer().AsSpan(0, (int)body.Length)))
            throw Malformed("", "The body is not UTF-8.");

        try
        {
            using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return !json.RootElement.TryGetProperty("input", out var input) || input.ValueKind == JsonValueKind.Null ? null
                    : input.ValueKind == JsonValueKind.String ? input.GetString()
                    : throw Malformed("/input", "input is text.");
        }
        catch (JsonException e)
        {
            throw Malformed("", $"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }

        throw Malformed("", "The body is an object with the member input.");
    }

    static RequestRefusedException Malformed(string pointer, string detail) => new(Problem.MalformedBody(pointer, detail));
}
