using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Asan.Documents.Isolation;

/// <summary>What crosses the pipe, as JSON. Generated at build, so that a worker does not spend its first second on reflection.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = 2048, // tables in tables: six levels of JSON for one of the document
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(PositionConverter), typeof(CellConverter)])]
[JsonSerializable(typeof(WireCell))]
[JsonSerializable(typeof(ParseRequest))]
[JsonSerializable(typeof(DocumentHead))]
[JsonSerializable(typeof(Section))]
[JsonSerializable(typeof(DocumentTail))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(WorkerFailure))]
sealed partial class WireJson : JsonSerializerContext
{
    // Lazy, since the generated half of this class sets up its own static state in an order nobody promises.
    static readonly Lazy<WireJson> Relaxed =
        new(() => new WireJson(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    /// <summary>Hangul as it is: escaped it would take twice the bytes. Nothing here is ever shown in a page.</summary>
    public static WireJson Lean => Relaxed.Value;
}
