using System.Reflection;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Calls a method by reflection and awaits what it returns, whichever kind of task that is.</summary>
static class FunctionCall
{
    public static Func<object?, object?[], Task<object?>> Of(MethodInfo method)
    {
        var returned = method.ReturnType;
        var invoker = MethodInvoker.Create(method);
        if (returned == typeof(Task))
            return async (target, arguments) => { await (Task)invoker.Invoke(target, arguments.AsSpan())!; return null; };
        if (returned == typeof(ValueTask))
            return async (target, arguments) => { await (ValueTask)invoker.Invoke(target, arguments.AsSpan())!; return null; };
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
            return Typed(nameof(OfTask), returned, invoker);
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return Typed(nameof(OfValueTask), returned, invoker);
        return (target, arguments) => Task.FromResult(invoker.Invoke(target, arguments.AsSpan()));
    }

    static Func<object?, object?[], Task<object?>> Typed(string name, Type returned, MethodInvoker invoker) =>
        (Func<object?, object?[], Task<object?>>)typeof(FunctionCall).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(returned.GetGenericArguments()[0]).Invoke(null, [invoker])!;

    static Func<object?, object?[], Task<object?>> OfTask<T>(MethodInvoker invoker) =>
        async (target, arguments) => await (Task<T>)invoker.Invoke(target, arguments.AsSpan())!;

    static Func<object?, object?[], Task<object?>> OfValueTask<T>(MethodInvoker invoker) =>
        async (target, arguments) => await (ValueTask<T>)invoker.Invoke(target, arguments.AsSpan())!;
}
