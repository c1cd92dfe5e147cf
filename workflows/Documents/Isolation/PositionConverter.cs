using System.Text.Json;
using System.Text.Json.Serialization;

namespace Asan.Documents.Isolation;

/// <summary>Positions as a short array of numbers: every block has one, and a large document has a million blocks.</summary>
sealed class PositionConverter : JsonConverter<Position>
{
    const int Numbers = 7;

    public override Position Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<int> numbers = stackalloc int[Numbers];
        numbers.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == Numbers)
                throw new JsonException();
            numbers[i] = reader.GetInt32();
        }

        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6] != 0);
    }

    public override void Write(Utf8JsonWriter writer, Position value, JsonSerializerOptions options)
    {
        ReadOnlySpan<int> numbers =
            [value.Section, value.Paragraph, value.Table, value.Row, value.Column, value.Page, value.PageIsApproximate ? 1 : 0];
        writer.WriteStartArray();
        foreach (var number in numbers[..(numbers.LastIndexOfAnyExcept(0) + 1)])
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
