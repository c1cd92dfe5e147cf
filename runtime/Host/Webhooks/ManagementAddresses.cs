using System.Text.Json.Serialization;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>The addresses that answers of the webhooks carry, below the one the caller used.</summary>
sealed class ManagementAddresses(KeyRing keys, IOptions<ServingOptions> serving)
{
    /// <summary>All that can be asked about one instance, by the official names.</summary>
    public Payload Of(HttpContext http, string instanceId)
    {
        var request = new Uri(http.Request.GetEncodedUrl());
        var address = serving.Value.HeedForwardedHeaders ? CallerAddress.Of(request, name => http.Request.Headers[name].ToString()) : request;
        var instance = $"{address.GetLeftPart(UriPartial.Authority)}{DurableWebhooks.Prefix}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = Query(http);

        return new(
            instanceId, Address("", ""), Address("/raiseEvent/{eventName}", ""), Address("/terminate", "reason={text}"), Address("/rewind", "reason={text}"),
            Address("", ""), Address("/restart", ""), Address("/suspend", "reason={text}"), Address("/resume", "reason={text}"));

        string Address(string operation, string parameter)
        {
            var parameters = string.Join('&', new[] { parameter, query }.Where(part => part.Length > 0));
            return parameters.Length == 0 ? instance + operation : $"{instance}{operation}?{parameters}";
        }
    }

    // What the caller said about hub and connection is said again; the key is that of the webhooks, whichever one opened this request.
    string Query(HttpContext http) => string.Join('&',
        new[] { ("taskHub", http.Text("taskHub")), ("connection", http.Text("connection")), (KeyMiddleware.Query, keys.DurableKey) }
            .Where(pair => pair.Item2 is not null)
            .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"));

    public sealed record Payload(
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("statusQueryGetUri")] string StatusQueryGetUri,
        [property: JsonPropertyName("sendEventPostUri")] string SendEventPostUri,
        [property: JsonPropertyName("terminatePostUri")] string TerminatePostUri,
        [property: JsonPropertyName("rewindPostUri")] string RewindPostUri,
        [property: JsonPropertyName("purgeHistoryDeleteUri")] string PurgeHistoryDeleteUri,
        [property: JsonPropertyName("restartPostUri")] string RestartPostUri,
        [property: JsonPropertyName("suspendPostUri")] string SuspendPostUri,
        [property: JsonPropertyName("resumePostUri")] string ResumePostUri);
}
