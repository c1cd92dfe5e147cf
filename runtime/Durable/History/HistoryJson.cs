using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Asan.Runtime.Durable.History;

/// <summary>How events are written into the tables' text columns.</summary>
static class HistoryJson
{
    // Relaxed: the text goes to a database column, never into a page.
    static readonly HistoryJsonContext Json = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 128,
    });

    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Json.HistoryEvent);

    public static string Write(IReadOnlyList<HistoryEvent> events) => JsonSerializer.Serialize(events, Json.IReadOnlyListHistoryEvent);

    public static string? Write(Failure? failure) => failure is null ? null : JsonSerializer.Serialize(failure, Json.Failure);

    public static string? Write(ParentLink? parent) => parent is null ? null : JsonSerializer.Serialize(parent, Json.ParentLink);

    public static string? Write(IReadOnlyDictionary<string, string>? tags) =>
        tags is { Count: > 0 } ? JsonSerializer.Serialize(tags, Json.IReadOnlyDictionaryStringString) : null;

    /// <summary>The event; one of kind <see cref="EventKind.Unreadable"/> where the text is none.</summary>
    public static HistoryEvent ReadEvent(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Json.HistoryEvent) ?? Unreadable("it is null");
        }
        catch (JsonException error)
        {
            return Unreadable(error.Message);
        }
    }

    /// <summary>The events; a single one of kind <see cref="EventKind.Unreadable"/> where the text is none.</summary>
    public static IReadOnlyList<HistoryEvent> ReadEvents(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Json.IReadOnlyListHistoryEvent) ?? [Unreadable("it is null")];
        }
        catch (JsonException error)
        {
            return [Unreadable(error.Message)];
        }
    }

    // The reader's words name a place in the text, not what stands there.
    static HistoryEvent Unreadable(string reason) => new() { Kind = EventKind.Unreadable, Data = reason };

    public static Failure? ReadFailure(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Json.Failure);

    public static ParentLink? ReadParent(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Json.ParentLink);

    /// <summary>The parent, where there is one and the text can be read.</summary>
    /// <param name="unreadable">Of kind <see cref="EventKind.Unreadable"/> where it cannot.</param>
    public static ParentLink? TryReadParent(string? json, out HistoryEvent? unreadable)
    {
        unreadable = null;
        try
        {
            return ReadParent(json);
        }
        catch (JsonException error)
        {
            unreadable = Unreadable(error.Message);
            return null;
        }
    }

    public static IReadOnlyDictionary<string, string>? ReadTags(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Json.IReadOnlyDictionaryStringString);
}

[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(IReadOnlyList<HistoryEvent>))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(ParentLink))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
sealed partial class HistoryJsonContext : JsonSerializerContext;
