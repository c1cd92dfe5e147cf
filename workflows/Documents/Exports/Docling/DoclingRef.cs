using System.Text.Json.Serialization;

namespace Asan.Documents.Exports.Docling;

/// <summary>Points to an item: <c>#/texts/3</c>.</summary>
public sealed record DoclingRef([property: JsonPropertyName("$ref")] string Ref);
