using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

/// <summary>The values of one invocation: each parameter's, bound when first asked for, and the result.</summary>
sealed class FunctionBindings(FunctionInvocation invocation) : IFunctionBindings
{
    readonly Dictionary<string, object?> values = [];

    public ServedFunction Function => invocation.Function;

    public object? Result { get; set; }

    public IEnumerable<(string Name, string Type, Func<object?> Get, Action<object?> Set)> Outputs =>
        from property in invocation.Function.Outputs
        where property.DeclaringType!.IsInstanceOfType(Result)
        select (property.Name, BindingKinds.Of(property), (Func<object?>)(() => property.GetValue(Result)), (Action<object?>)(value => property.SetValue(Result, value)));

    public async ValueTask<object?> BindAsync(string parameter)
    {
        if (!values.TryGetValue(parameter, out var value))
            values[parameter] = value = await invocation.Function.Binder(parameter)(invocation);
        return value;
    }

    public void Replace(string parameter, object? value) => values[parameter] = value;
}
