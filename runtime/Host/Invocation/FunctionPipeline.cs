using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Asan.Runtime.Host.Invocation;

/// <summary>The application's middleware around the function itself.</summary>
sealed class FunctionPipeline
{
    readonly FunctionExecutionDelegate run;

    /// <param name="middleware">In the order it was added: the first runs outermost.</param>
    public FunctionPipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware) =>
        run = middleware.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, (next, outer) => outer(next));

    /// <summary>Runs the invocation and writes its outputs; what the function returned is in its bindings afterwards.</summary>
    public async Task RunAsync(FunctionInvocation invocation)
    {
        await run(invocation);
        foreach (var write in invocation.Function.Writes)
            await write(invocation);
    }

    /// <summary>The function alone, without the application's middleware.</summary>
    public static async Task ExecuteAsync(FunctionContext context)
    {
        var bindings = (FunctionBindings)context.Features.Get<IFunctionBindings>()!;
        var function = bindings.Function;

        var arguments = new object?[function.Descriptor.Parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = await bindings.BindAsync(function.Descriptor.Parameters[i].Name!);

        var target = function.CreateTarget(context);
        try
        {
            bindings.Result = await function.Call(target, arguments);
        }
        finally
        {
            if (target is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (target as IDisposable)?.Dispose();
        }
    }
}
