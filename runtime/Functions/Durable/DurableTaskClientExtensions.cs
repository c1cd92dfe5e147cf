using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Answers to requests that started an orchestration: where to look for its end.</summary>
public static class DurableTaskClientExtensions
{
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    public static async Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode, CancellationToken cancellation = default)
    {
        var (response, payload) = Prepare(client, request, instanceId, statusCode);
        await request.FunctionContext.Serializer().SerializeAsync(response.Body, payload, payload.GetType(), cancellation);
        return response;
    }

    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponse(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>Writes synchronously, which a server may refuse: Kestrel does, so use the asynchronous one there.</summary>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode, CancellationToken cancellation = default)
    {
        var (response, payload) = Prepare(client, request, instanceId, statusCode);
        request.FunctionContext.Serializer().Serialize(response.Body, payload, payload.GetType(), cancellation);
        return response;
    }

    /// <summary>The addresses alone. Without a request, they are below the address of the request that the client was bound for.</summary>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);

        var bound = client as BoundDurableTaskClient;
        var address = request is null ? bound?.BaseAddress
            : bound is { HeedsForwarded: true } ? CallerAddress.Of(request.Url, request.Headers)
            : request.Url;
        if (address is null)
            throw new InvalidOperationException("Nobody said under which address callers reach this host: pass the request, or use a client bound by [DurableClient]");

        return Addresses(address, instanceId, bound?.Query ?? "");
    }

    /// <summary>Waits for the orchestration's end and answers with its outcome; cancelled before that, answers with where to look.</summary>
    public static async Task<HttpResponseData> WaitForCompletionOrCreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        TimeSpan? retryInterval = null,
        bool returnInternalServerErrorOnFailure = false,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);

        try
        {
            while (true)
            {
                if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation) is { IsCompleted: true } ended)
                    return await OutcomeAsync(request, ended, returnInternalServerErrorOnFailure);
                await Task.Delay(retryInterval ?? TimeSpan.FromSeconds(1), cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await client.CreateCheckStatusResponseAsync(request, instanceId, CancellationToken.None);
        }
    }

    static (HttpResponseData Response, HttpManagementPayload Payload) Prepare(
        DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = client.CreateHttpManagementPayload(instanceId, request);
        var response = request.CreateResponse(statusCode);
        response.Headers.TryAddWithoutValidation("Location", payload.StatusQueryGetUri);
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return (response, payload);
    }

    static HttpManagementPayload Addresses(Uri address, string instanceId, string query)
    {
        var instance = $"{address.GetLeftPart(UriPartial.Authority)}/runtime/webhooks/durabletask/instances/{Uri.EscapeDataString(instanceId)}";
        return new()
        {
            Id = instanceId,
            StatusQueryGetUri = Address("", ""),
            PurgeHistoryDeleteUri = Address("", ""),
            SendEventPostUri = Address("/raiseEvent/{eventName}", ""),
            TerminatePostUri = Address("/terminate", "reason={{text}}"),
            SuspendPostUri = Address("/suspend", "reason={{text}}"),
            ResumePostUri = Address("/resume", "reason={{text}}"),
        };

        string Address(string operation, string parameter)
        {
            var parameters = string.Join('&', new[] { parameter, query }.Where(part => part.Length > 0));
            return parameters.Length == 0 ? instance + operation : $"{instance}{operation}?{parameters}";
        }
    }

    static async Task<HttpResponseData> OutcomeAsync(HttpRequestData request, OrchestrationMetadata ended, bool failureIsError)
    {
        var failed = failureIsError && ended.RuntimeStatus == OrchestrationRuntimeStatus.Failed;
        var response = request.CreateResponse(failed ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        await response.WriteAsJsonAsync(new
        {
            ended.Name,
            ended.InstanceId,
            ended.CreatedAt,
            ended.LastUpdatedAt,
            RuntimeStatus = ended.RuntimeStatus.ToString(),
            ended.SerializedInput,
            ended.SerializedOutput,
            ended.SerializedCustomStatus,
        });
        return response;
    }
}
