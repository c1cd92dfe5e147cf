using Asan.Runtime.Durable.History;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Tells how instances stand.</summary>
sealed class StatusWebhooks(DurableTaskClient client, InstanceReader instances, ManagementAddresses addresses)
{
    const string ContinuationToken = "x-ms-continuation-token";
    const int LongestPage = 10_000;

    public async Task OneAsync(HttpContext http)
    {
        var (withInput, withHistory, withOutput) = (http.Flag("showInput", true), http.Flag("showHistory", false), http.Flag("showHistoryOutput", false));
        var failureIsError = http.Flag("returnInternalServerErrorOnFailure", false);
        var id = http.Part("instanceId");
        var instance = await instances.RequireAsync(id, withPayloads: true, http.RequestAborted);
        var turns = withHistory ? await instances.HistoryAsync(id, withOutput, http.RequestAborted) : [];

        if (!instance.IsCompleted)
        {
            http.Response.Headers.Location = addresses.Of(http, id).StatusQueryGetUri;
            http.Response.Headers.RetryAfter = "5";
        }

        var status = !instance.IsCompleted ? StatusCodes.Status202Accepted
            : failureIsError && instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
        await WriteAsync(http, status, instance, withInput, withHistory ? turns : null, withOutput);
    }

    /// <summary>To a caller who waited for the end: the output where it completed, else how it ended.</summary>
    public async Task AnswerEndAsync(HttpContext http, OrchestrationMetadata ended)
    {
        if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            await WriteAsync(http, StatusCodes.Status200OK, ended, withInput: true, turns: null, withOutput: false);
            return;
        }

        await using var json = InstanceJson.Begin(http.Response, StatusCodes.Status200OK);
        json.WriteSerialized(ended.SerializedOutput);
    }

    public async Task ManyAsync(HttpContext http)
    {
        var (withInput, top) = (http.Flag("showInput", true), http.Number("top", LongestPage) ?? OrchestrationQuery.DefaultPageSize);
        var query = new OrchestrationQuery
        {
            InstanceIdPrefix = http.Text("instanceIdPrefix"),
            CreatedFrom = http.Instant("createdTimeFrom"),
            CreatedTo = http.Instant("createdTimeTo"),
            Statuses = http.Statuses(),
            PageSize = top,
            ContinuationToken = http.Request.Headers[ContinuationToken].ToString() is { Length: > 0 } token ? token : null,
        };

        // Whose page it is first, then each with its values alone: a page of large ones never stands in memory as a whole.
        await using var pages = client.GetAllInstancesAsync(query).AsPages(pageSizeHint: top).GetAsyncEnumerator(http.RequestAborted);
        var page = await pages.MoveNextAsync() ? pages.Current : null;
        if (page?.ContinuationToken is { } next)
            http.Response.Headers[ContinuationToken] = next;

        await using var json = InstanceJson.Begin(http.Response, StatusCodes.Status200OK);
        json.WriteStartArray();
        foreach (var listed in page?.Values ?? [])
            if (await client.GetInstanceAsync(listed.InstanceId, getInputsAndOutputs: true, http.RequestAborted) is { } instance)
            {
                InstanceJson.Write(json, instance, withInput);
                await json.FlushAsync(http.RequestAborted);
            }

        json.WriteEndArray();
    }

    static async Task WriteAsync(
        HttpContext http, int status, OrchestrationMetadata instance, bool withInput, IReadOnlyList<TurnRecord>? turns, bool withOutput)
    {
        await using var json = InstanceJson.Begin(http.Response, status);
        InstanceJson.Write(json, instance, withInput, turns is null ? null : writer => HistoryJson.Write(writer, turns, instance, withOutput));
    }
}
