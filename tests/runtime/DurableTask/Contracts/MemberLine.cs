using System.Globalization;
using System.Reflection;
using static Asan.Runtime.DurableTask.Tests.Contracts.TypeNames;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The line of one member; none for a member that is neither public nor protected.</summary>
static class MemberLine
{
    public static string? Of(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) =>
            $"C:{Declared(constructor.DeclaringType!)}({Parameters(constructor)}){Modifiers(constructor)}{Marks.Of(constructor)}",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => Method(method),
        PropertyInfo property => Property(property),
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Field(field),
        _ => null,
    };

    public static string Parameters(MethodBase method)
    {
        var receiver = Has(method.GetCustomAttributesData(), "System.Runtime.CompilerServices.ExtensionAttribute") ? "this " : "";
        return receiver + string.Join(", ", method.GetParameters().Select(parameter => Parameter(method, parameter)));
    }

    public static string Returned(MethodInfo method) =>
        Used(method.ReturnType, NullableFlags.Of(method.ReturnParameter.GetCustomAttributesData(), method));

    static string Method(MethodInfo method)
    {
        var parameters = method.GetGenericArguments();
        var generics = parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters.Select(parameter => parameter.Name))}>";
        return $"M:{Declared(method.DeclaringType!)}.{method.Name}{generics}({Parameters(method)}) : {Returned(method)}"
            + $"{TypeLine.Constraints(parameters)}{Modifiers(method)}{Marks.Of(method)}";
    }

    static string? Property(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
        if (accessors.Length == 0)
            return null;

        var words = accessors.Select(accessor => accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
        return $"P:{Declared(property.DeclaringType!)}.{property.Name} {{ {string.Join(' ', words)} }} : "
            + Used(property.PropertyType, NullableFlags.Of(property.GetCustomAttributesData(), property.DeclaringType))
            + Modifiers(accessors[0]) + Marks.Of(property);
    }

    static string Field(FieldInfo field)
    {
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())} ; const" : "";
        var modifiers = field.IsLiteral ? "" : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly" : "")}".Trim();
        var type = Used(field.FieldType, NullableFlags.Of(field.GetCustomAttributesData(), field.DeclaringType));
        return $"F:{Declared(field.DeclaringType!)}.{field.Name} : {type}{value}{(modifiers.Length > 0 ? $" ; {modifiers}" : "")}{Marks.Of(field)}";
    }

    static string Parameter(MethodBase method, ParameterInfo parameter)
    {
        var attributes = parameter.GetCustomAttributesData();
        var way = Has(attributes, "System.ParamArrayAttribute") ? "params "
            : !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in " : "ref ";
        var value = !parameter.HasDefaultValue ? ""
            : parameter.RawDefaultValue is { } constant ? $" = {Literal(constant)}"
            : IsBareValueType(parameter.ParameterType) ? " = default" : " = null";
        return $"{way}{Used(parameter.ParameterType, NullableFlags.Of(attributes, method))} {parameter.Name}{value}";
    }

    static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface)
            return "";

        var access = method.IsFamily || method.IsFamilyOrAssembly ? "protected" : "";
        var kind = method.IsConstructor ? ""
            : method.IsStatic ? "static"
            : method.IsAbstract ? "abstract"
            : !method.IsVirtual || method.IsFinal ? ""
            : method.Attributes.HasFlag(MethodAttributes.NewSlot) ? "virtual" : "override";
        var words = $"{access} {kind}".Trim();
        return words.Length > 0 ? $" ; {words}" : "";
    }

    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers()
        .Any(modifier => modifier.FullName == "System.Runtime.CompilerServices.IsExternalInit");

    static bool IsBareValueType(Type type) => type.IsValueType
        && !(type.IsConstructedGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1");

    static bool Has(IEnumerable<CustomAttributeData> attributes, string name) => attributes.Any(attribute => attribute.AttributeType.FullName == name);
}
