using System.Reflection;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Calls a method by reflection and awaits what it returns, whichever kind of task that is.</summary>
static class FunctionCall
{
    public static Func<object?, object?[], Task<object?>> Of(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task))
            return async (target, arguments) => { await (Task)Invoke(method, target, arguments)!; return null; };
        if (returned == typeof(ValueTask))
            return async (target, arguments) => { await (ValueTask)Invoke(method, target, arguments)!; return null; };
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
            return Typed(nameof(OfTask), method);
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return Typed(nameof(OfValueTask), method);
        return (target, arguments) => Task.FromResult(Invoke(method, target, arguments));
    }

    static Func<object?, object?[], Task<object?>> Typed(string name, MethodInfo method) =>
        (Func<object?, object?[], Task<object?>>)typeof(FunctionCall).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).Invoke(null, [method])!;

    static Func<object?, object?[], Task<object?>> OfTask<T>(MethodInfo method) =>
        async (target, arguments) => await (Task<T>)Invoke(method, target, arguments)!;

    static Func<object?, object?[], Task<object?>> OfValueTask<T>(MethodInfo method) =>
        async (target, arguments) => await (ValueTask<T>)Invoke(method, target, arguments)!;

    static object? Invoke(MethodInfo method, object? target, object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
}
