using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Asan.Runtime.Host.Invocation;

sealed class ServedFunctionDefinition(ServedFunction function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. function.Descriptor.Parameters.Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null))];

    public override string PathToAssembly => function.Descriptor.Method.Module.Assembly.Location;

    public override string EntryPoint => function.Descriptor.EntryPoint;

    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = function.Descriptor.Parameters
        .Where(parameter => parameter.IsDefined(typeof(BindingAttribute)))
        .ToImmutableDictionary(
            parameter => parameter.Name!,
            parameter => (BindingMetadata)new Binding(parameter.Name!, Kind(parameter.GetCustomAttribute<BindingAttribute>()!), BindingDirection.In));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } =
        function.Descriptor.Trigger is not HttpTriggerAttribute ? ImmutableDictionary<string, BindingMetadata>.Empty
        : function.Outputs.IsEmpty ? ImmutableDictionary<string, BindingMetadata>.Empty.Add("$return", new Binding("$return", "http", BindingDirection.Out))
        : function.Outputs.ToImmutableDictionary(
            property => property.Name, property => (BindingMetadata)new Binding(property.Name, "http", BindingDirection.Out));

    /// <summary>The official name of a binding's kind: HttpTriggerAttribute is httpTrigger.</summary>
    static string Kind(BindingAttribute attribute)
    {
        var name = attribute.GetType().Name[..^"Attribute".Length];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    sealed class Binding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
