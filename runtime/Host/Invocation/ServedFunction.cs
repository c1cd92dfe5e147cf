using System.Collections.Immutable;
using System.Reflection;
using Asan.Runtime.Host.Blobs;
using Asan.Runtime.Host.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Invocation;

/// <summary>A function that the host can call: what it is, a binder for each parameter, and its code.</summary>
sealed class ServedFunction
{
    readonly IReadOnlyDictionary<string, ParameterBinder> binders;
    readonly Lazy<ObjectFactory>? factory;

    public ServedFunction(FunctionDescriptor descriptor, IReadOnlyDictionary<string, ParameterBinder> binders)
    {
        this.binders = binders;
        Descriptor = descriptor;
        Call = FunctionCall.Of(descriptor.Method);
        factory = descriptor.Method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(descriptor.Method.DeclaringType!, []));
        Outputs = [.. descriptor.ResultType.GetProperties()
            .Where(property => property.IsDefined(typeof(OutputBindingAttribute)) || property.PropertyType == typeof(HttpResponseData))];
        Writes = BlobOutputs.Of(descriptor);
        Definition = new ServedFunctionDefinition(this);
    }

    public FunctionDescriptor Descriptor { get; }

    public string Name => Descriptor.Name;

    public FunctionDefinition Definition { get; }

    /// <summary>The object whose method is called, made with the invocation's services; null for a static method.</summary>
    public object? CreateTarget(FunctionContext context) => factory?.Value(context.InstanceServices, null);

    /// <summary>Calls the method on its instance (null for a static one) and gives what it returned, awaited.</summary>
    public Func<object?, object?[], Task<object?>> Call { get; }

    /// <summary>Properties of the returned object that are written somewhere.</summary>
    public ImmutableArray<PropertyInfo> Outputs { get; }

    /// <summary>What is done with the result behind the application's middleware.</summary>
    public IReadOnlyList<Func<FunctionInvocation, Task>> Writes { get; }

    public ParameterBinder Binder(string parameter) =>
        binders.TryGetValue(parameter, out var binder)
            ? binder
            : throw new ArgumentException($"{Name} has no parameter {parameter}", nameof(parameter));
}
