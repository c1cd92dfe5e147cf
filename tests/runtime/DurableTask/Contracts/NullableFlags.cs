using System.Reflection;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The nullable annotations of one type in a signature, taken one by one in the order in which the compiler wrote them.</summary>
sealed class NullableFlags(byte[] flags)
{
    const byte Nullable = 2;

    int taken;

    /// <summary>No annotations, for places that have none.</summary>
    public static NullableFlags None => new([]);

    /// <summary>The annotations of a parameter, property or field, else the default that its member, or a type around it, sets.</summary>
    public static NullableFlags Of(IEnumerable<CustomAttributeData> attributes, MemberInfo? scope)
    {
        if (Find(attributes, "NullableAttribute") is { } own)
            return new(own.Value is IEnumerable<CustomAttributeTypedArgument> many ? [.. many.Select(flag => (byte)flag.Value!)] : [(byte)own.Value!]);

        return new(Default(scope) is { } flag ? [flag] : []);
    }

    /// <summary>Whether the next type is annotated with '?'. One flag speaks for all.</summary>
    public bool TakeIsNullable() => flags.Length switch
    {
        0 => false,
        1 => flags[0] == Nullable,
        _ => flags[taken++] == Nullable,
    };

    static byte? Default(MemberInfo? scope)
    {
        for (; scope is not null; scope = scope.DeclaringType)
            if (Find(scope.GetCustomAttributesData(), "NullableContextAttribute") is { } context)
                return (byte)context.Value!;
        return null;
    }

    static CustomAttributeTypedArgument? Find(IEnumerable<CustomAttributeData> attributes, string name) => attributes
        .FirstOrDefault(attribute => attribute.AttributeType.FullName == $"System.Runtime.CompilerServices.{name}")?.ConstructorArguments[0];
}
