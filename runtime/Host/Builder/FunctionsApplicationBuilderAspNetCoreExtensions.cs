using Asan.Runtime.Host.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Lets HTTP functions speak ASP.NET Core.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Call it before adding middleware that wants the HttpContext, as the official worker demands.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // MVC's core, without controllers: object results need its formatters.
        builder.Services.AddMvcCore();
        builder.Services.TryAddSingleton<WebApplicationWanted>();
        return builder;
    }
}
