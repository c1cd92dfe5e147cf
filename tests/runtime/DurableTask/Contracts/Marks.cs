using System.Reflection;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The attributes that a contract line ends with, of those that change what code compiles.</summary>
/// <remarks>
/// Left out, on both sides: EditorBrowsable, which hides a member from completion lists; InputConverter, ConverterFallbackBehavior and
/// BindingCapabilities, which steer the official worker's pipeline of converters.
/// </remarks>
static class Marks
{
    static readonly string[] Ignored = ["EditorBrowsable", "InputConverter", "ConverterFallbackBehavior", "BindingCapabilities"];

    public static string Of(MemberInfo member) => string.Concat(member.GetCustomAttributesData().Select(Render).Where(mark => mark.Length > 0).Order());

    /// <summary>A contract's line without the marks that are not compared.</summary>
    public static string Strip(string line) => Ignored.Aggregate(line, (text, mark) => text.Replace($"   [{mark}]", ""));

    /// <summary>A line without its AttributeUsage, which an attribute may have from a base that we do not ship.</summary>
    public static string WithoutUsage(string line) => line.IndexOf("   [AttributeUsage(", StringComparison.Ordinal) is var start and >= 0
        ? line.Remove(start, line.IndexOf(")]", start, StringComparison.Ordinal) + 2 - start)
        : line;

    static string Render(CustomAttributeData attribute) => attribute.AttributeType.FullName switch
    {
        "System.ObsoleteAttribute" => "   [Obsolete]",
        "System.AttributeUsageAttribute" => $"   [AttributeUsage({string.Join(", ", Usage(attribute))})]",
        _ => "",
    };

    static IEnumerable<string> Usage(CustomAttributeData attribute) =>
    [
        ((AttributeTargets)attribute.ConstructorArguments[0].Value!).ToString(),
        .. attribute.NamedArguments.Select(argument => $"{argument.MemberName}={argument.TypedValue.Value}"),
    ];
}
