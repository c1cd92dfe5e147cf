using Asan.Runtime.Host.Invocation;
using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Durable;

/// <summary>An activity that is a function: it runs inside the application's middleware, as every function does.</summary>
sealed class FunctionActivity(ServedFunction function, FunctionPipeline pipeline, IServiceProvider services) : ITaskActivity
{
    public Type InputType { get; } = DurableBinders.InputOf(function.Descriptor)?.ParameterType ?? typeof(object);

    public Type OutputType { get; } = function.Descriptor.ResultType == typeof(void) ? typeof(object) : function.Descriptor.ResultType;

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        var data = new Dictionary<string, object?> { ["instanceId"] = context.InstanceId };
        await using var invocation = new FunctionInvocation(function, InvocationFrame.Of(services, CancellationToken.None), data);
        invocation.Features.Set(new DurableCall(context.InstanceId, input) { Activity = context });
        await pipeline.RunAsync(invocation);
        return invocation.Bindings.Result;
    }
}
