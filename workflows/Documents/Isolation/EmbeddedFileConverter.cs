using System.Text.Json;
using System.Text.Json.Serialization;

namespace Asan.Documents.Isolation;

/// <summary>Embedded files without their bytes, which follow as they are: in JSON a picture would grow by a third.</summary>
sealed class EmbeddedFileConverter : JsonConverter<EmbeddedFile>
{
    public override EmbeddedFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var name = reader.GetString()!;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var mediaType = reader.GetString()!;
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException();
        return new(name, mediaType, default);
    }

    public override void Write(Utf8JsonWriter writer, EmbeddedFile value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Name);
        writer.WriteStringValue(value.MediaType);
        writer.WriteEndArray();
    }
}
