using System.Reflection;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Keys;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Durable;

/// <summary>Gives a function the engine's client, told where callers reach the webhooks.</summary>
static class DurableClientBinder
{
    // A client of another hub or connection is none that this host has.
    public static ParameterBinder? Find(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<DurableClientAttribute>() is { TaskHub: null, ConnectionName: null } && parameter.ParameterType == typeof(DurableTaskClient)
            ? BindAsync
            : null;

    static async ValueTask<object?> BindAsync(FunctionInvocation invocation)
    {
        var request = await invocation.GetHttpRequestDataAsync();
        var key = invocation.InstanceServices.GetRequiredService<KeyRing>().DurableKey;
        var heedsForwarded = invocation.InstanceServices.GetRequiredService<IOptions<ServingOptions>>().Value.HeedForwardedHeaders;
        return new BoundDurableTaskClient(
            invocation.InstanceServices.GetRequiredService<DurableTaskClient>(),
            request is null ? null : heedsForwarded ? CallerAddress.Of(request.Url, request.Headers) : request.Url,
            key is null ? "" : $"{KeyMiddleware.Query}={Uri.EscapeDataString(key)}",
            heedsForwarded);
    }
}
