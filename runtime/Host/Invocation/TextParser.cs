using System.Globalization;
using System.Reflection;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Turns a piece of an address or of a name into a parameter's value.</summary>
static class TextParser
{
    /// <returns>Gives null for text that is none; null itself when no text can become the type.</returns>
    public static Func<string, object?>? Of(Type type)
    {
        if (type == typeof(string))
            return text => text;
        if (type.IsEnum)
            return text => Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value!) ? value : null;
        if (type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>) && face.GetGenericArguments()[0] == type))
            return typeof(TextParser).GetMethod(nameof(Parse), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(type).CreateDelegate<Func<string, object?>>();
        return null;
    }

    public static string Describe(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(int) || type == typeof(long) || type == typeof(short) ? "a whole number of the accepted range"
        : type == typeof(Guid) ? "a UUID"
        : type == typeof(DateOnly) ? "a date (yyyy-MM-dd)"
        : $"a valid {type.Name}";

    static object? Parse<T>(string text) where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
