using System.Reflection;
using Asan.Runtime.Host.Durable;
using Asan.Runtime.Host.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Host.Http;

/// <summary>Finds the binder of each parameter of an HTTP function.</summary>
static class HttpBinders
{
    /// <returns>Null when nothing of a request can become this parameter.</returns>
    public static ParameterBinder? Find(HttpFunction function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(HttpRequest))
            return invocation => new(invocation.GetHttpContext()!.Request);
        if (type == typeof(HttpRequestData))
            return async invocation => await invocation.GetHttpRequestDataAsync();
        if (parameter.IsDefined(typeof(FromBodyAttribute)))
            return BodyBinder.For(parameter);
        if ((ContextBinders.Find(parameter) ?? DurableClientBinder.Find(parameter)) is { } binder)
            return binder;
        if (parameter.IsDefined(typeof(BindingAttribute)))
            return null;
        return function.Pattern.GetParameter(parameter.Name!) is { } routed ? RouteValueBinder.For(parameter, routed.Name) : null;
    }
}
