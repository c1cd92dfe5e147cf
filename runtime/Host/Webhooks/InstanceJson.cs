using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Writes instances as the official host does: values are JSON, not text that holds JSON.</summary>
static class InstanceJson
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Utf8JsonWriter Begin(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        return new(response.BodyWriter, Options);
    }

    /// <param name="history">Writes the events; null: none are asked for.</param>
    public static void Write(Utf8JsonWriter json, OrchestrationMetadata instance, bool withInput, Action<Utf8JsonWriter>? history = null)
    {
        json.WriteStartObject();
        json.WriteString("name", instance.Name);
        json.WriteString("instanceId", instance.InstanceId);
        json.WriteString("runtimeStatus", instance.RuntimeStatus.ToString());
        json.WriteValue("input", withInput ? instance.SerializedInput : null);
        json.WriteValue("customStatus", instance.SerializedCustomStatus);
        if (instance.SerializedOutput is null && instance.FailureDetails is { } failure)
            json.WriteString("output", failure.ErrorMessage);
        else
            json.WriteValue("output", instance.SerializedOutput);
        json.WriteString("createdTime", Instant(instance.CreatedAt));
        json.WriteString("lastUpdatedTime", Instant(instance.LastUpdatedAt));
        if (history is not null)
        {
            json.WritePropertyName("historyEvents");
            history(json);
        }

        json.WriteEndObject();
    }

    public static void WriteValue(this Utf8JsonWriter json, string name, string? serialized)
    {
        json.WritePropertyName(name);
        json.WriteSerialized(serialized);
    }

    public static void WriteSerialized(this Utf8JsonWriter json, string? serialized)
    {
        if (string.IsNullOrEmpty(serialized))
        {
            json.WriteNullValue();
            return;
        }

        try
        {
            json.WriteRawValue(serialized);
        }
        catch (JsonException)
        {
            // An application's own converter may write something else.
            json.WriteStringValue(serialized);
        }
    }

    static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
