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
        if (ParserOf(type) is not { } parse)
            return null;

        var mayBeAbsent = parameter.HasDefaultValue || parameter.MayBeNull();
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return invocation =>
        {
            var value = invocation.GetHttpContext()!.Request.RouteValues[name];
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is not { Length: > 0 } text)
                return mayBeAbsent ? new(absent) : throw Refused(name, $"{{{name}}} is missing from the address.");
            return parse(text) is { } parsed ? new(parsed) : throw Refused(name, $"{{{name}}} is not {Describe(type)}.");
        };
    }

    static RequestRefusedException Refused(string name, string detail) => new(Problem.MalformedRouteValue(name, detail));

    static Func<string, object?>? ParserOf(Type type)
    {
        if (type == typeof(string))
            return text => text;
        if (type.IsEnum)
            return text => Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value!) ? value : null;
        if (type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>) && face.GetGenericArguments()[0] == type))
            return typeof(RouteValueBinder).GetMethod(nameof(Parse), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(type).CreateDelegate<Func<string, object?>>();
        return null;
    }

    static object? Parse<T>(string text) where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    static string Describe(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(int) || type == typeof(long) || type == typeof(short) ? "a whole number of the accepted range"
        : type == typeof(Guid) ? "a UUID"
        : type == typeof(DateOnly) ? "a date (yyyy-MM-dd)"
        : $"a valid {type.Name}";
}
