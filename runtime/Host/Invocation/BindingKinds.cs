using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Asan.Runtime.Host.Invocation;

/// <summary>The official names of bindings' kinds: HttpTriggerAttribute is httpTrigger, BlobInputAttribute and BlobOutputAttribute are blob.</summary>
static class BindingKinds
{
    public const string Http = "http";

    public static string Of(BindingAttribute attribute)
    {
        if (attribute is HttpResultAttribute)
            return Http;
        var name = attribute.GetType().Name[..^"Attribute".Length];
        foreach (var direction in (string[])["Input", "Output"])
            if (name.EndsWith(direction, StringComparison.Ordinal))
                name = name[..^direction.Length];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>A property of what a function returned; one without an attribute is the answer to the request.</summary>
    public static string Of(PropertyInfo output) => output.GetCustomAttribute<OutputBindingAttribute>() is { } attribute ? Of(attribute) : Http;
}
