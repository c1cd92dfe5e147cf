using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

/// <summary>One call of a function.</summary>
sealed class FunctionInvocation : FunctionContext, IAsyncDisposable
{
    readonly InvocationFrame frame;
    readonly Activity? span = Activity.Current;
    List<IAsyncDisposable>? owned;
    IServiceProvider? services;
    IDictionary<object, object>? items;
    string? id;
    TraceContext? trace;

    public FunctionInvocation(ServedFunction function, InvocationFrame frame, IReadOnlyDictionary<string, object?> bindingData)
    {
        Function = function;
        this.frame = frame;
        BindingContext = new Binding(bindingData);
        Features.Set<IFunctionBindings>(Bindings = new FunctionBindings(this));
    }

    public ServedFunction Function { get; }

    public FunctionBindings Bindings { get; }

    public override string InvocationId => id ??= Guid.NewGuid().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override TraceContext TraceContext => trace ??= new Trace(span?.Id ?? "", span?.TraceStateString ?? "");

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext => Retry;

    public RetryContext Retry { get; init; } = Attempt.Only;

    public override IServiceProvider InstanceServices
    {
        get => services ??= frame.Services;
        set => services = value;
    }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items
    {
        get => items ??= new Dictionary<object, object>();
        set => items = value;
    }

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => frame.CancellationToken;

    /// <summary>Goes with the invocation.</summary>
    public void Owns(IAsyncDisposable opened) => (owned ??= []).Add(opened);

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in owned ?? [])
            await opened.DisposeAsync();
    }

    sealed class Binding(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    sealed class Trace(string parent, string state) : TraceContext
    {
        public override string TraceParent => parent;

        public override string TraceState => state;
    }
}
