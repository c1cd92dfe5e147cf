using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Asan.Documents.Isolation;

/// <summary>
/// Cells of one place with a line of text or nothing, which a long table has by the million, as short arrays: row, column, text, and the numbers of the section,
/// paragraph and table they are cited by. All others as they are.
/// </summary>
sealed class CellConverter : JsonConverter<Cell>
{
    public override Cell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return (JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<WireCell>)options.GetTypeInfo(typeof(WireCell))) ?? throw new JsonException()).ToCell();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        var (row, column) = (Number(ref reader), Number(ref reader));
        if (!reader.Read())
            throw new JsonException();
        if (reader.TokenType == JsonTokenType.EndArray)
            return new() { Row = row, Column = column, Blocks = [] };

        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException();
        var position = new Position(Number(ref reader), Number(ref reader), Number(ref reader), row + 1, column + 1);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException();
        return new() { Row = row, Column = column, Blocks = [new Paragraph { Text = text, Position = position }] };
    }

    static int Number(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Cell value, JsonSerializerOptions options)
    {
        if (!IsShort(value))
        {
            JsonSerializer.Serialize(writer, WireCell.Of(value), (JsonTypeInfo<WireCell>)options.GetTypeInfo(typeof(WireCell)));
            return;
        }

        writer.WriteStartArray();
        writer.WriteNumberValue(value.Row);
        writer.WriteNumberValue(value.Column);
        if (value.Blocks is [Paragraph paragraph])
        {
            writer.WriteStringValue(paragraph.Text);
            writer.WriteNumberValue(paragraph.Position.Section);
            writer.WriteNumberValue(paragraph.Position.Paragraph);
            writer.WriteNumberValue(paragraph.Position.Table);
        }

        writer.WriteEndArray();
    }

    static bool IsShort(Cell cell) =>
        cell is { RowSpan: 1, ColumnSpan: 1, IsHeader: false, FieldName: null }
        && cell.Blocks is [] or [Paragraph { Inlines.Count: 0, Heading: null, Marker: null, Style: null, Position: { Page: 0, PageIsApproximate: false } }]
        && (cell.Blocks.Count == 0 || (cell.Blocks[0].Position.Row == cell.Row + 1 && cell.Blocks[0].Position.Column == cell.Column + 1));
}
