namespace Microsoft.Azure.Functions.Worker;

/// <summary>An invocation's values as the host holds them, for <see cref="FunctionContextBindingFeatureExtensions"/>.</summary>
interface IFunctionBindings
{
    /// <summary>What the function returned, or what middleware said it did.</summary>
    object? Result { get; set; }

    /// <summary>The value of this parameter: bound on the first call, the same afterwards.</summary>
    ValueTask<object?> BindAsync(string parameter);

    /// <summary>Gives the parameter another value than its binding would.</summary>
    void Replace(string parameter, object? value);

    /// <summary>The output bindings, each with the way to its value on the object that the function returned.</summary>
    IEnumerable<(string Name, string Type, Func<object?> Get, Action<object?> Set)> Outputs { get; }
}
