using Asan.Runtime.Host.Builder;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>An application of functions being put together; the embedded host stands in for the official one behind it.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    readonly WebApplicationBuilder web;
    readonly Func<IEnumerable<FunctionDescriptor>> functions;
    readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];

    internal FunctionsApplicationBuilder(string[] args, Func<IEnumerable<FunctionDescriptor>> functions)
    {
        web = EmbeddedHost.CreateBuilder(args);
        this.functions = functions;
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    public ConfigurationManager Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    public IMetricsBuilder Metrics => web.Metrics;

    public IServiceCollection Services => web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => web.Configuration;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        this.middleware.Add(middleware);
        return this;
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    public IHost Build() => EmbeddedHost.Build(web, new FunctionCatalog(functions(), DisabledFunctions.Of(Configuration)), middleware);
}
