using Asan.Runtime.Host.Admin;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Keys;
using Asan.Runtime.Host.Logging;
using Asan.Runtime.Host.Problems;
using Asan.Runtime.Host.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Http;

/// <summary>Puts the HTTP functions behind Kestrel.</summary>
static class HttpServing
{
    public static void Map(WebApplication app, FunctionCatalog catalog)
    {
        var options = app.Services.GetRequiredService<IOptions<ServingOptions>>().Value;
        var functions = Check(app, catalog, options);

        if (options.CustomHeaders.Count > 0)
            app.UseMiddleware<CustomHeadersMiddleware>();
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<DrainMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<KeyMiddleware>();

        AdminRoutes.Map(app, catalog, functions.Select(pair => pair.Item1));
        if (app.Services.GetService<ManagementAddresses>() is not null)
            DurableWebhooks.Map(app);

        var pipeline = app.Services.GetRequiredService<FunctionPipeline>();
        var limit = app.Services.GetRequiredService<RequestLimit>();
        var results = ActivatorUtilities.CreateInstance<ResultWriter>(app.Services);
        foreach (var (function, served) in functions)
        {
            var handler = new HttpFunctionHandler(served, pipeline, results, limit, options, app.Services.GetRequiredService<ILogger<HttpFunctionHandler>>());
            var route = function.Methods is []
                ? app.Map(function.Pattern, handler.ServeAsync)
                : app.MapMethods(function.Pattern.RawText!, function.Methods, handler.ServeAsync);
            route.WithMetadata(new ServedRoute(function.Name, function.Pattern.RawText!, function.Level)).WithDisplayName(function.Name);
        }
    }

    static (HttpFunction, ServedFunction)[] Check(WebApplication app, FunctionCatalog catalog, ServingOptions options)
    {
        var (functions, broken) = HttpRules.Check(catalog.Http, options.RoutePrefix, app.Services.GetRequiredService<ParameterPolicyFactory>());
        var reasons = broken.ToList();

        if (functions.Count > 0 && app.Services.GetService<WebApplicationWanted>() is null)
            reasons.Add("the embedded host serves HTTP through ASP.NET Core: call builder.ConfigureFunctionsWebApplication()");

        if (functions.FirstOrDefault(function => function.Level != AuthorizationLevel.Anonymous) is { } guarded
            && app.Services.GetRequiredService<IOptions<KeyOptions>>().Value.NoneConfigured)
            reasons.Add($"{guarded.Name} asks for a key and there is none: set Keys:File (made at the first start), or Keys:Master");

        var served = functions.Select(function => (function, BinderSearch.Bind(
            function.Descriptor, parameter => HttpBinders.Find(function, parameter), reasons))).ToArray();
        FunctionsRefusedException.ThrowIfAny(reasons);
        return [.. served.Select(pair => (pair.function, pair.Item2!))];
    }
}
