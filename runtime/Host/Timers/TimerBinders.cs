using System.Reflection;
using System.Text.Json;
using Asan.Runtime.Host.Durable;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Host.Timers;

/// <summary>Finds the binder of each parameter of a timer: the trigger's may be a TimerInfo, its JSON, or a class of the same shape.</summary>
static class TimerBinders
{
    /// <returns>Null when nothing of a timer can become this parameter.</returns>
    public static ParameterBinder? Find(ParameterInfo parameter)
    {
        if (!parameter.IsDefined(typeof(TimerTriggerAttribute)))
            return ContextBinders.Find(parameter) ?? DurableClientBinder.Find(parameter);

        var type = parameter.ParameterType;
        if (type == typeof(TimerInfo))
            return invocation => new(Info(invocation));
        if (type == typeof(string))
            return invocation => new(JsonSerializer.Serialize(Info(invocation)));
        if (!type.IsClass || type.IsAbstract || type.IsArray)
            return null;
        return async invocation => await invocation.Serializer()
            .DeserializeAsync(BinaryData.FromString(JsonSerializer.Serialize(Info(invocation))).ToStream(), type, invocation.CancellationToken);
    }

    static TimerInfo Info(FunctionInvocation invocation) => invocation.Features.Get<TimerInfo>()!;
}
