using System.Reflection;
using static Asan.Runtime.DurableTask.Tests.Contracts.TypeNames;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The line that declares a type, and the constraints that types and methods share.</summary>
static class TypeLine
{
    static readonly string[] ImpliedBases = ["System.Object", "System.ValueType", "System.Enum", "System.MulticastDelegate"];

    public static string Of(Type type) => $"T:{Declared(type)} ; {Kind(type)}{BaseList(type)}{Constraints(type.GetGenericArguments())}{Marks.Of(type)}";

    public static string Constraints(Type[] parameters) => string.Concat(parameters.Select(Constraint));

    static string Constraint(Type parameter)
    {
        var special = parameter.GenericParameterAttributes;
        string[] terms =
        [
            .. special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(type => type.FullName != "System.ValueType").Select(type => Used(type, NullableFlags.None)),
            .. special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)
                && !special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["new()"] : Array.Empty<string>(),
        ];
        return terms.Length == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", terms)}";
    }

    static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { BaseType.FullName: "System.MulticastDelegate" } => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (Synthesized.IsRecord(type) ? "record" : "class"),
    };

    static string BaseList(Type type)
    {
        if (type.IsEnum || type.BaseType?.FullName == "System.MulticastDelegate")
            return "";

        var inherited = type.GetInterfaces().Concat(type.BaseType is { } parent ? [parent] : Array.Empty<Type>()).SelectMany(known => known.GetInterfaces()).ToHashSet();
        string[] bases =
        [
            .. type.BaseType is { } own && !ImpliedBases.Contains(own.FullName) ? [Used(own, NullableFlags.None)] : Array.Empty<string>(),
            .. type.GetInterfaces().Where(known => !inherited.Contains(known)).Select(known => Used(known, NullableFlags.None)).Order(StringComparer.Ordinal),
        ];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }
}
