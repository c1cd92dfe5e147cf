namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>Types as the contracts write them: keywords for primitives, full names for others, '?' for what may be null.</summary>
static class TypeNames
{
    static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Char"] = "char",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
        ["System.Decimal"] = "decimal",
        ["System.String"] = "string",
        ["System.Object"] = "object",
        ["System.Void"] = "void",
    };

    public static string Keyword(string fullName) => Keywords.GetValueOrDefault(fullName, fullName);

    /// <summary>A type at the place where it is declared: <c>Namespace.Outer.Inner&lt;T&gt;</c>.</summary>
    public static string Declared(Type type) => Plain(type) + Arguments(type.GetGenericArguments().Select(argument => argument.Name));

    /// <summary>A type where it is used.</summary>
    public static string Used(Type type, NullableFlags flags)
    {
        if (type.IsByRef)
            return Used(type.GetElementType()!, flags);
        if (type is { IsConstructedGenericType: true } && type.GetGenericTypeDefinition().FullName == "System.Nullable`1")
            return $"{Used(type.GetGenericArguments()[0], flags)}?";
        if (type is { IsValueType: true, IsGenericType: false, IsGenericParameter: false })
            return Keyword(Plain(type));

        var mark = flags.TakeIsNullable() ? "?" : "";
        if (type.IsArray)
            return $"{Used(type.GetElementType()!, flags)}[]{mark}";
        if (type.IsGenericParameter)
            return type.Name + mark;

        // Evaluated at once: the flags are taken in this order.
        string[] arguments = [.. type.GetGenericArguments().Select(argument => Used(argument, flags))];
        return Keyword(Plain(type)) + Arguments(arguments) + mark;
    }

    static string Arguments(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? $"<{list}>" : "";

    static string Plain(Type type)
    {
        var name = type.Name.Split('`')[0];
        return type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{Plain(outer)}.{name}" : $"{type.Namespace}.{name}";
    }
}
