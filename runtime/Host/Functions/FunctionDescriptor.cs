using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Asan.Runtime.Host.Functions;

/// <summary>A method with [Function], as reflection found it and the rules let it pass.</summary>
sealed class FunctionDescriptor(string name, MethodInfo method)
{
    public string Name { get; } = name;

    public MethodInfo Method { get; } = method;

    public ParameterInfo[] Parameters { get; } = method.GetParameters();

    public string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    /// <summary>Null only in a function that the rules refuse.</summary>
    public ParameterInfo? TriggerParameter { get; } =
        method.GetParameters().FirstOrDefault(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true));

    public TriggerBindingAttribute? Trigger => TriggerParameter?.GetCustomAttribute<TriggerBindingAttribute>();

    /// <summary>Why this host does not serve the function; null when it does.</summary>
    public string? Unserved =>
        Trigger is not (HttpTriggerAttribute or OrchestrationTriggerAttribute or ActivityTriggerAttribute or TimerTriggerAttribute or BlobTriggerAttribute) ? Kind(Trigger!.GetType())
        : Bindings.FirstOrDefault(binding => binding is not (TriggerBindingAttribute or DurableClientAttribute or HttpResultAttribute or BlobInputAttribute or BlobOutputAttribute)) is { } binding
            ? Kind(binding.GetType())
        : null;

    /// <summary>What the function returns once awaited; void when nothing.</summary>
    public Type ResultType
    {
        get
        {
            var type = Method.ReturnType;
            if (type == typeof(Task) || type == typeof(ValueTask))
                return typeof(void);
            return type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
                ? type.GetGenericArguments()[0]
                : type;
        }
    }

    public bool HasBlobs => Bindings.Any(binding => binding is BlobTriggerAttribute or BlobInputAttribute or BlobOutputAttribute);

    public override string ToString() => $"{Name} ({EntryPoint})";

    IEnumerable<BindingAttribute> Bindings =>
    [
        .. Parameters.SelectMany(parameter => parameter.GetCustomAttributes<BindingAttribute>()),
        .. Method.GetCustomAttributes<BindingAttribute>(),
        .. ResultType.GetProperties().SelectMany(property => property.GetCustomAttributes<BindingAttribute>()),
    ];

    static string Kind(Type attribute) => attribute.Name[..^"Attribute".Length];
}
