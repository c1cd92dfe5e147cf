using System.Text.Json.Serialization;

namespace Asan.Runtime.Durable.History;

/// <summary>Who waits for a child: the parent's row and execution, and the number of the call that made the child.</summary>
sealed record ParentLink(
    [property: JsonPropertyName("key")] long Key,
    [property: JsonPropertyName("id")] string InstanceId,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("gen")] int Generation,
    [property: JsonPropertyName("task")] int TaskId);
