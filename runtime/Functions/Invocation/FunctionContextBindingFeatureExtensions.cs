namespace Microsoft.Azure.Functions.Worker;

/// <summary>Lets middleware see and alter what goes into a function and what comes out.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    public static async ValueTask<InputBindingData<T>> BindInputAsync<T>(this FunctionContext context, BindingMetadata bindingMetadata)
    {
        ArgumentNullException.ThrowIfNull(bindingMetadata);
        var bindings = Bindings(context);
        var value = await bindings.BindAsync(bindingMetadata.Name);
        return new Input<T>(bindings, bindingMetadata, Cast<T>(value, bindingMetadata.Name));
    }

    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var bindings = Bindings(context);
        Cast<T>(bindings.Result, "the result");
        return new Result<T>(bindings);
    }

    public static InvocationResult GetInvocationResult(this FunctionContext context) => new Result(Bindings(context));

    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context) =>
        Bindings(context).Outputs
            .Where(output => output.Get() is T or null)
            .Select(output => new Output<T>(output.Name, output.Type, output.Get, output.Set))
            .ToArray();

    static IFunctionBindings Bindings(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IFunctionBindings>()
            ?? throw new InvalidOperationException($"{context.FunctionDefinition.Name} was not called by a host, so it has no bindings");
    }

    static T? Cast<T>(object? value, string what) => value switch
    {
        null => default,
        T typed => typed,
        _ => throw new InvalidOperationException($"{what} is a {value.GetType()}, not a {typeof(T)}"),
    };

    sealed class Input<T>(IFunctionBindings bindings, BindingMetadata metadata, T? value) : InputBindingData<T>
    {
        T? held = value;

        public override BindingMetadata BindingMetadata => metadata;

        public override T? Value
        {
            get => held;
            set => bindings.Replace(metadata.Name, held = value);
        }
    }

    sealed class Result(IFunctionBindings bindings) : InvocationResult
    {
        public override object? Value
        {
            get => bindings.Result;
            set => bindings.Result = value;
        }
    }

    sealed class Result<T>(IFunctionBindings bindings) : InvocationResult<T>
    {
        public override T? Value
        {
            get => Cast<T>(bindings.Result, "the result");
            set => bindings.Result = value;
        }
    }

    sealed class Output<T>(string name, string type, Func<object?> get, Action<object?> set) : OutputBindingData<T>
    {
        public override string Name => name;

        public override string BindingType => type;

        public override T? Value
        {
            get => Cast<T>(get(), name);
            set => set(value);
        }
    }
}
