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
            parameter => (BindingMetadata)new Binding(parameter.Name!, BindingKinds.Of(parameter.GetCustomAttribute<BindingAttribute>()!), BindingDirection.In));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = Outputs(function)
        .ToImmutableDictionary(output => output.Name, output => (BindingMetadata)new Binding(output.Name, output.Kind, BindingDirection.Out));

    static IEnumerable<(string Name, string Kind)> Outputs(ServedFunction function)
    {
        if (function.Descriptor.Method.GetCustomAttribute<OutputBindingAttribute>() is { } returned)
            return [("$return", BindingKinds.Of(returned))];
        if (!function.Outputs.IsEmpty)
            return function.Outputs.Select(property => (property.Name, BindingKinds.Of(property)));
        return function.Descriptor.Trigger is HttpTriggerAttribute ? [("$return", BindingKinds.Http)] : [];
    }

    sealed class Binding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
