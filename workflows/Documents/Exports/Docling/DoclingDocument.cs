using System.Text.Json;
using System.Text.Json.Serialization;

namespace Asan.Documents.Exports.Docling;

/// <summary>The JSON that docling reads and writes (schema 1.10), as far as this project has something to say in it.</summary>
public sealed record DoclingDocument
{
    const int MaximumDepth = 128;

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = MaximumDepth,
        // A null where none can be is another service's mistake, and no reason to break on it later.
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string SchemaName { get; init; } = "DoclingDocument";

    public string Version { get; init; } = "1.10.0";

    public string Name { get; init; } = "";

    public DoclingOrigin? Origin { get; init; }

    public DoclingGroup Furniture { get; init; } = Root("#/furniture", "furniture");

    public DoclingGroup Body { get; init; } = Root("#/body", "body");

    public List<DoclingGroup> Groups { get; init; } = [];

    public List<DoclingText> Texts { get; init; } = [];

    public List<DoclingPicture> Pictures { get; init; } = [];

    public List<DoclingTable> Tables { get; init; } = [];

    public List<DoclingItem> KeyValueItems { get; init; } = [];

    public List<DoclingItem> FormItems { get; init; } = [];

    public Dictionary<string, JsonElement> Pages { get; init; } = [];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is not this JSON.</exception>
    public static DoclingDocument FromJson(ReadOnlySpan<byte> json)
    {
        var document = JsonSerializer.Deserialize<DoclingDocument>(json, Json);
        return document is { SchemaName: "DoclingDocument" } ? document : throw new JsonException("The JSON is no DoclingDocument.");
    }

    static DoclingGroup Root(string reference, string layer) => new() { SelfRef = reference, Name = "_root_", Label = "unspecified", ContentLayer = layer };
}
