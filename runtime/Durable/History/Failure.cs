using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Asan.Runtime.Durable.History;

/// <summary><see cref="TaskFailureDetails"/> as it is stored.</summary>
sealed record Failure(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("stack")] string? Stack = null,
    [property: JsonPropertyName("inner")] Failure? Inner = null,
    [property: JsonPropertyName("props")] IReadOnlyDictionary<string, JsonElement>? Properties = null,
    [property: JsonPropertyName("final")] bool IsNonRetriable = false)
{
    /// <summary>A failure the engine itself found; retrying the call cannot mend it.</summary>
    public static Failure Final(string type, string message) => new(type, message, IsNonRetriable: true);

    public static Failure From(Exception exception, IExceptionPropertiesProvider? properties = null) => From(TaskFailureDetails.FromException(exception, properties));

    // A chain of causes is the application's: it is kept, but not without end.
    const int DeepestCause = 16;

    public static Failure From(TaskFailureDetails details, int depth = 0) => new(
        details.ErrorType,
        Storable(details.ErrorMessage),
        Storable(details.StackTrace),
        details.InnerFailure is { } inner && depth < DeepestCause ? From(inner, depth + 1) : null,
        details.Properties?.ToDictionary(property => property.Key, property => Storable(property.Value)),
        details.IsNonRetriable);

    public TaskFailureDetails ToDetails() => new(
        Type,
        Message,
        Stack,
        Inner?.ToDetails(),
        Properties?.ToDictionary(property => property.Key, property => Plain(property.Value)))
    {
        IsNonRetriable = IsNonRetriable,
    };

    static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        _ => value,
    };

    // A property that cannot be written must not hide the failure it describes: its text stands for it.
    static JsonElement Storable(object? value)
    {
        try
        {
            return JsonSerializer.SerializeToElement(value);
        }
        catch (Exception error) when (error is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonSerializer.SerializeToElement(value?.ToString());
        }
    }

    // A lone surrogate in an exception's text must not keep the failure itself from being stored.
    [return: NotNullIfNotNull(nameof(text))]
    static string? Storable(string? text) => text is null ? null : string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var paired = char.IsHighSurrogate(source[i]) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1])
                || char.IsLowSurrogate(source[i]) && i > 0 && char.IsHighSurrogate(source[i - 1]);
            target[i] = char.IsSurrogate(source[i]) && !paired ? '\uFFFD' : source[i];
        }
    });
}
