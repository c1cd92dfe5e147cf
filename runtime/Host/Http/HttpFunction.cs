using System.Reflection;
using Asan.Runtime.Host.Functions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Http;

/// <summary>A function behind an HTTP route.</summary>
sealed class HttpFunction
{
    HttpFunction(FunctionDescriptor descriptor, RoutePattern pattern, IReadOnlyList<string> methods, AuthorizationLevel level)
    {
        Descriptor = descriptor;
        Pattern = pattern;
        Methods = methods;
        Level = level;
    }

    public FunctionDescriptor Descriptor { get; }

    public string Name => Descriptor.Name;

    public RoutePattern Pattern { get; }

    /// <summary>Upper case; empty means any.</summary>
    public IReadOnlyList<string> Methods { get; }

    public AuthorizationLevel Level { get; }

    /// <summary>The pattern without its parameters' names: two functions of one shape with a method in common answer the same requests.</summary>
    public string Shape => string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Part)))).ToUpperInvariant();

    // Throws RoutePatternException when the route is not a template.
    public static HttpFunction Of(FunctionDescriptor descriptor, string routePrefix)
    {
        var trigger = (HttpTriggerAttribute)descriptor.Trigger!;
        var route = (trigger.Route ?? descriptor.Name).Trim('/');
        var pattern = RoutePatternFactory.Parse(string.Join('/', new[] { routePrefix, route }.Where(part => part.Length > 0)));
        var methods = (trigger.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct().ToArray();
        return new(descriptor, pattern, methods, LevelOf(descriptor.TriggerParameter!));
    }

    // The attribute's property cannot tell "Anonymous was passed" from "nothing was passed", and nothing passed means Function.
    static AuthorizationLevel LevelOf(ParameterInfo parameter) =>
        parameter.GetCustomAttributesData()
            .Single(data => data.AttributeType == typeof(HttpTriggerAttribute)).ConstructorArguments
            .Where(argument => argument.ArgumentType == typeof(AuthorizationLevel))
            .Select(argument => (AuthorizationLevel)argument.Value!)
            .SingleOrDefault(AuthorizationLevel.Function);

    static string Part(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => $":{policy.Content}"))}}}",
        _ => throw new ArgumentException($"A route part of an unknown kind: {part.PartKind}", nameof(part)),
    };
}
