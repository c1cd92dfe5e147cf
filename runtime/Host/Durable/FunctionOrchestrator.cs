using Asan.Runtime.Host.Invocation;
using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Durable;

/// <summary>
/// An orchestrator that is a function. The application's middleware is left out: it would run again at every replay, and whatever it awaits
/// besides the orchestrator would break the replay.
/// </summary>
sealed class FunctionOrchestrator(ServedFunction function, IServiceProvider services) : ITaskOrchestrator
{
    public Type InputType { get; } = DurableBinders.InputOf(function.Descriptor)?.ParameterType ?? typeof(object);

    public Type OutputType { get; } = function.Descriptor.ResultType == typeof(void) ? typeof(object) : function.Descriptor.ResultType;

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        var data = new Dictionary<string, object?> { ["instanceId"] = context.InstanceId };
        var invocation = new FunctionInvocation(function, InvocationFrame.Of(services, CancellationToken.None), data);
        invocation.Features.Set(new DurableCall(context.InstanceId, input) { Orchestration = context });
        await FunctionPipeline.ExecuteAsync(invocation);
        return invocation.Bindings.Result;
    }
}
