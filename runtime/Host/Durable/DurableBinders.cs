using System.Reflection;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Durable;

/// <summary>Finds the binder of each parameter of an orchestrator or activity that is declared by attribute.</summary>
static class DurableBinders
{
    /// <summary>The parameter that gets the task's input; null when it takes none.</summary>
    public static ParameterInfo? InputOf(FunctionDescriptor function) =>
        function.Trigger is ActivityTriggerAttribute
            ? function.TriggerParameter!.ParameterType == typeof(TaskActivityContext) ? null : function.TriggerParameter
            : function.Parameters.FirstOrDefault(parameter => !parameter.IsDefined(typeof(BindingAttribute)) && ContextBinders.Find(parameter) is null);

    /// <returns>Null when nothing of a durable call can become this parameter.</returns>
    public static ParameterBinder? Find(FunctionDescriptor function, ParameterInfo parameter)
    {
        if (parameter == InputOf(function))
            return invocation => new(Call(invocation).Input);
        if (parameter.ParameterType == typeof(TaskOrchestrationContext) && parameter.IsDefined(typeof(OrchestrationTriggerAttribute)))
            return invocation => new(Call(invocation).Orchestration);
        if (parameter.ParameterType == typeof(TaskActivityContext))
            return invocation => new(Call(invocation).Activity);
        if (parameter.Name == "instanceId" && parameter.ParameterType == typeof(string))
            return invocation => new(Call(invocation).InstanceId);
        return ContextBinders.Find(parameter) ?? (function.Trigger is ActivityTriggerAttribute ? DurableClientBinder.Find(parameter) : null);
    }

    static DurableCall Call(FunctionInvocation invocation) => invocation.Features.Get<DurableCall>()!;
}
