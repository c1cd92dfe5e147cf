using System.Globalization;
using System.Reflection;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Problems;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Http;

/// <summary>Turns a piece of the address into the parameter of that name.</summary>
static class RouteValueBinder
{
    /// <returns>Null when no text can become the parameter's type.</returns>
    public static ParameterBinder? For(ParameterInfo parameter, string name)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (TextParser.Of(type) is not { } parse)
            return null;

        var mayBeAbsent = parameter.HasDefaultValue || parameter.MayBeNull();
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return invocation =>
        {
            var value = invocation.GetHttpContext()!.Request.RouteValues[name];
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is not { Length: > 0 } text)
                return mayBeAbsent ? new(absent) : throw Refused(name, $"{{{name}}} is missing from the address.");
            return parse(text) is { } parsed ? new(parsed) : throw Refused(name, $"{{{name}}} is not {TextParser.Describe(type)}.");
        };
    }

    static RequestRefusedException Refused(string name, string detail) => new(Problem.MalformedRouteValue(name, detail));
}
