using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

/// <summary>One call of a function.</summary>
sealed class FunctionInvocation : FunctionContext, IAsyncDisposable
{
    readonly CancellationToken cancellationToken;
    readonly List<IAsyncDisposable> owned = [];

    public FunctionInvocation(
        ServedFunction function, IServiceProvider services, IReadOnlyDictionary<string, object?> bindingData, CancellationToken cancellationToken)
    {
        Function = function;
        InstanceServices = services;
        BindingContext = new Binding(bindingData);
        this.cancellationToken = cancellationToken;
        Features.Set<IFunctionBindings>(Bindings = new FunctionBindings(this));
    }

    public ServedFunction Function { get; }

    public FunctionBindings Bindings { get; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override TraceContext TraceContext { get; } = new Trace(Activity.Current?.Id ?? "", Activity.Current?.TraceStateString ?? "");

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext => Retry;

    public RetryContext Retry { get; init; } = Attempt.Only;

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellationToken;

    /// <summary>Goes with the invocation.</summary>
    public void Owns(IAsyncDisposable opened) => owned.Add(opened);

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in owned)
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
