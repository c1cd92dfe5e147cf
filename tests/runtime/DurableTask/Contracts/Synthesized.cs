using System.Reflection;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The members that the compiler writes for records, which the contracts leave out; Deconstruct they keep.</summary>
static class Synthesized
{
    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    public static bool Contains(MemberInfo member) => member.Name is "EqualityContract" or "<Clone>$"
        || (member is MethodBase and not { Name: "Deconstruct" } && !IsAccessor(member) && IsCompilerGenerated(member));

    static bool IsAccessor(MemberInfo member) => member is MethodInfo { IsSpecialName: true } and not { Name: ['o', 'p', '_', ..] };

    static bool IsCompilerGenerated(MemberInfo member) => member.GetCustomAttributesData()
        .Any(attribute => attribute.AttributeType.FullName == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");
}
