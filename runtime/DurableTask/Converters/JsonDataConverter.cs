using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

/// <summary>Stores values as JSON by System.Text.Json, written by their runtime type, public fields included unless options say otherwise.</summary>
public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
{
    // Instances in flight were written with these: a change here can keep them from being read.
    static readonly JsonSerializerOptions DefaultOptions = new() { IncludeFields = true };

    readonly JsonSerializerOptions options = options ?? DefaultOptions;

    public static JsonDataConverter Default { get; } = new();

    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), options);

    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, options);
}
